/**
 * Whether this page is JupyterLite's: behind it are files alone, and no server that could be asked. Its pages are all
 * marked so; the application may have any name.
 */
export function isLite(): boolean {
  return !!document.querySelector('[data-jupyter-lite-root]');
}
