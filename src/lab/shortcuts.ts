/** Where Lumino finds it on its way up from the key's target, none of its commands acts on the key. */
const SUPPRESS_SHORTCUTS = 'data-lm-suppress-shortcuts';

/**
 * Shares the keys pressed inside `node`: the view gets the plain ones, JupyterLab its chords. Returns the function
 * that ends it.
 */
export function guardShortcuts(node: HTMLElement): () => void {
  node.setAttribute(SUPPRESS_SHORTCUTS, 'true');
  const ending = new AbortController();
  // On the window, as JupyterLab itself listens in the capture phase of the document.
  window.addEventListener('keydown', event => share(node, event), {
    capture: true,
    signal: ending.signal
  });
  return () => ending.abort();
}

function share(node: HTMLElement, event: KeyboardEvent): void {
  const { target } = event;
  if (!(target instanceof Element) || !node.contains(target)) {
    return;
  }
  // The target too: JupyterLab binds keys to `:focus`, which Lumino finds there before it comes to the node.
  for (const element of [target, node]) {
    if (isHostShortcut(event, target)) {
      element.removeAttribute(SUPPRESS_SHORTCUTS);
    } else {
      element.setAttribute(SUPPRESS_SHORTCUTS, 'true');
    }
  }
}

/** Chords of a field of text: select all, copy, cut, paste, undo. JupyterLab would do all of them to its cells. */
const EDITING_KEYS: ReadonlySet<string> = new Set('acxvyz');

/**
 * Chords such as Ctrl+S, and Shift+Enter, which runs the cell; in a field, what edits its text and Shift+Enter, the way
 * back through what was found, belong to the field.
 */
function isHostShortcut(event: KeyboardEvent, target: Element): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey, key } = event;
  if (target.matches('input, textarea')) {
    return (
      (ctrlKey || metaKey || altKey) && !EDITING_KEYS.has(key.toLowerCase())
    );
  }
  return ctrlKey || metaKey || altKey || (shiftKey && key === 'Enter');
}
