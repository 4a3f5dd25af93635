/** Whether JupyterLab should get this key while the view has focus: chords such as Ctrl+S, and Shift+Enter to run. */
export function isHostShortcut(event: KeyboardEvent): boolean {
  const isChord = event.ctrlKey || event.metaKey || event.altKey;
  return isChord || (event.shiftKey && event.key === 'Enter');
}
