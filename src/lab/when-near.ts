/** Far enough that a reader who scrolls finds the view drawn: about one screen. */
const MARGIN = '800px';

/**
 * Calls `onNear` once, when `node` comes near what the reader sees or the page is to be printed; at once where the
 * browser cannot tell. Returns the function that ends the wait.
 */
export function whenNear(node: Element, onNear: () => void): () => void {
  if (typeof IntersectionObserver === 'undefined') {
    onNear();
    return () => undefined;
  }
  const end = (): void => {
    observer.disconnect();
    window.removeEventListener('beforeprint', near);
  };
  const near = (): void => {
    end();
    onNear();
  };
  const observer = new IntersectionObserver(
    entries => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) {
        near();
      }
    },
    { rootMargin: MARGIN }
  );
  observer.observe(node);
  window.addEventListener('beforeprint', near);
  return end;
}
