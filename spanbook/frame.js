// Stands before MLflow's own scripts in a page that is shown in a frame (frame.py). The frame has no storage and no
// cookies, and asking for them throws: MLflow gets a memory that ends with the page. The page around the frame is told
// that this page came, and whether MLflow's scripts failed to load.
(() => {
  const memory = entries => {
    const kept = new Map(entries);
    return {
      getItem: key => kept.get(String(key)) ?? null,
      setItem: (key, value) => void kept.set(String(key), String(value)),
      removeItem: key => void kept.delete(String(key)),
      clear: () => kept.clear(),
      key: index => [...kept.keys()][index] ?? null,
      get length() {
        return kept.size;
      }
    };
  };
  const isDark = new URLSearchParams(location.search).get('spanbook_theme') === 'dark';
  const value = memory([['_mlflow_dark_mode_toggle_enabled', String(isDark)]]);
  Object.defineProperty(window, 'localStorage', { value });
  Object.defineProperty(window, 'sessionStorage', { value: memory([]) });
  Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} });

  // MLflow 3.6 asks from the root of the host; the frame lives deeper.
  const door = location.pathname.replace(/(\/~[^/]+\/[^/]+\/).*/, '$1');
  const { fetch } = window;
  window.fetch = (asked, ...rest) =>
    fetch(typeof asked === 'string' ? asked.replace(/^\/(?=ajax-api\/)/, door) : asked, ...rest);

  const tell = what => parent.postMessage({ spanbook: what }, '*');
  const isPart = ({ target }) => target instanceof HTMLScriptElement || target instanceof HTMLLinkElement;
  addEventListener('error', event => isPart(event) && tell('failed'), true);
  tell('here');
})();
