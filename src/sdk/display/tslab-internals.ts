import { isFunction, isObject, probe, type AnyObject } from './probe';

/** Sends a `display_data` (or its update) to one cell, also when that cell is idle and another one runs. */
export type CellWriter = (content: object, isUpdate: boolean) => void;

/** An output of tslab's public interface: the first call adds it, later ones replace it; one MIME type a call. */
export type PublicDisplay = {
  raw(mimeType: string, data: unknown): void;
};

/**
 * Private: the exports of tslab's `dist/jupyter.js` (1.0.22).
 *
 *     lastWriteDisplayData                            the running cell's writer; a new closure for each cell
 *     JupyterHandlerImpl.prototype.handleExecuteImpl  runs one cell; looked up at each call
 *     ZmqServer.prototype.publishStatus               says busy and idle; looked up at each call
 */
export type TslabInternals = AnyObject;

export type TslabKernel = {
  /** Public: `tslab.newDisplay()`. */
  newDisplay(): PublicDisplay;
  /** Undefined when they are not where they were. */
  readonly internals: TslabInternals | undefined;
};

/** The tslab that runs this process, or undefined. Never throws. */
export function findTslab(): TslabKernel | undefined {
  try {
    // The kernel puts this global there; a package's own `require('tslab')` would find nothing or a dead second copy.
    const require = probe(globalThis, '__tslab__', 'require');
    const publicModule = isFunction(require) ? require('tslab') : undefined;
    if (!hasNewDisplay(publicModule)) {
      return undefined;
    }
    return {
      newDisplay: () => publicModule.newDisplay(),
      internals: findInternals(probe(require, 'cache'), publicModule)
    };
  } catch {
    return undefined;
  }
}

/** What `lastWriteDisplayData` holds. */
export function isCellWriter(value: unknown): value is CellWriter {
  return isFunction(value);
}

/** The module cache is shared by all of tslab: the public module's file leads to its neighbour. */
function findInternals(
  cache: unknown,
  publicModule: unknown
): TslabInternals | undefined {
  const path = isObject(cache)
    ? Object.keys(cache).find(
        key => probe(cache, key, 'exports') === publicModule
      )
    : undefined;
  const internals = probe(
    cache,
    path?.replace(/public\.js$/, 'jupyter.js') ?? '',
    'exports'
  );
  return isObject(internals) && 'lastWriteDisplayData' in internals
    ? internals
    : undefined;
}

function hasNewDisplay(
  value: unknown
): value is { newDisplay(): PublicDisplay } {
  return isFunction(probe(value, 'newDisplay'));
}
