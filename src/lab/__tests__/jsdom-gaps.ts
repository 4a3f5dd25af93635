// Lumino's drag and drop extends this class at import; jsdom has none, and no spec drags.
globalThis.DragEvent = class extends MouseEvent {
  readonly dataTransfer = null;
};
