import type { RendererContext } from 'vscode-notebook-renderer';
import type { ViewStateStore } from '../view/host';

/** What a reader opened, in the state that VS Code keeps for the renderer while its notebook is open. */
export function rendererState(
  context: RendererContext<unknown>
): ViewStateStore {
  const kept = new Map<string, unknown>(Object.entries(objectIn(context)));
  return {
    get: key => kept.get(key),
    set: (key, value) => {
      kept.set(key, value);
      context.setState(Object.fromEntries(kept));
    }
  };
}

function objectIn(context: RendererContext<unknown>): object {
  const state = context.getState();
  return typeof state === 'object' && state !== null ? state : {};
}
