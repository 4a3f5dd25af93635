import type { ViewStateStore } from '../view/host';

const PREFIX = 'spanbook:';

/**
 * What a reader opened in a trace, kept for the life of the browser tab: it survives a redraw and a reload, and never
 * touches the notebook file. Storage that is full or forbidden forgets; it does not fail.
 */
export const sessionState: ViewStateStore = {
  get(key) {
    try {
      const kept: unknown = JSON.parse(
        sessionStorage.getItem(PREFIX + key) ?? 'null'
      );
      return kept;
    } catch {
      return undefined;
    }
  },
  set(key, value) {
    try {
      sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
    } catch {
      // Full, or switched off by the browser: the view works without.
    }
  }
};
