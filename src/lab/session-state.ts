import type { ViewStateStore } from '../view/host';

const PREFIX = 'spanbook:';

/** What a reader opened in a trace: kept for the life of the browser tab, so that it survives a redraw and a reload. */
export const sessionState = stateIn(() => sessionStorage);

/** What a reader chose for all notebooks: kept by the browser. */
export const readerState = stateIn(() => localStorage);

/** Never touches the notebook file. Storage that is full or forbidden forgets; it does not fail. */
function stateIn(storage: () => Storage): ViewStateStore {
  return {
    get(key) {
      try {
        const kept: unknown = JSON.parse(
          storage().getItem(PREFIX + key) ?? 'null'
        );
        return kept;
      } catch {
        return undefined;
      }
    },
    set(key, value) {
      try {
        storage().setItem(PREFIX + key, JSON.stringify(value));
      } catch {
        // Full, or switched off by the browser: the view works without.
      }
    }
  };
}
