import { AsyncLocalStorage } from 'node:async_hooks';
import { whenDropped } from '../calls/dropped';
import { withSteps } from '../calls/event-stream';
import { endRunsOf, stopRun, type Reader } from './runs';
import { isObject, replaceMethod, valueAt, type Undo } from '../patching/patch';

/** A stream that is being read, and the first run that began in it. */
type StreamScope = { runId: string | undefined; readonly reader: Reader };

const scopes = new AsyncLocalStorage<StreamScope>();

/** The streams that are followed, by the generators that make them. */
const scopesOf = new WeakMap<object, StreamScope>();

/**
 * Who reads what a run gives, when it is the first one in a stream: that one ends when its reader goes away.
 */
export function readerOfRun(runId: string): Reader | undefined {
  const scope = scopes.getStore();
  if (scope === undefined) {
    return undefined;
  }
  scope.runId ??= runId;
  return scope.runId === runId ? scope.reader : undefined;
}

/**
 * Ends what runs in a stream when its reader stops before the end, or lets it go: LangChain tells nobody of that.
 *
 * @param owner what has the method, which gives an async generator and is handed the config of the run.
 * @param prepare is called before the method.
 */
export function followStreams(
  owner: unknown,
  name: string,
  prepare: (self: unknown) => void = () => undefined
): Undo | undefined {
  return replaceMethod(
    owner,
    name,
    original =>
      function followed(this: unknown, ...args: unknown[]): unknown {
        prepare(this);
        const steps: unknown = Reflect.apply(original, this, args);
        const reader = { signal: valueAt(args[1], 'signal') };
        return followedSteps(steps, { runId: undefined, reader });
      }
  );
}

function followedSteps(steps: unknown, scope: StreamScope): unknown {
  if (isObject(steps)) {
    scopesOf.set(steps, scope);
    whenDropped(steps, () => {
      endRunsOf(scope.runId);
    });
  }
  return withSteps(steps, (step, kind) =>
    kind === 'next' ? scopes.run(scope, step) : stopped(step, scope)
  );
}

async function stopped(
  step: () => unknown,
  { runId }: StreamScope
): Promise<unknown> {
  stopRun(runId);
  try {
    return await step();
  } finally {
    endRunsOf(runId);
  }
}

/**
 * Ends what runs in a stream when its signal aborts: the reader is told, and the generator of the stream is not.
 *
 * @param owner the prototype of LangChain's `AsyncGeneratorWithSetup`, which stands between the two.
 */
export function followAborts(owner: unknown): Undo | undefined {
  return replaceMethod(
    owner,
    'next',
    original =>
      function next(this: unknown, ...args: unknown[]): unknown {
        const step: unknown = Reflect.apply(original, this, args);
        const generator = valueAt(this, 'generator');
        const scope = isObject(generator) ? scopesOf.get(generator) : undefined;
        return scope?.reader.signal && step instanceof Promise
          ? endedByAbort(step, scope)
          : step;
      }
  );
}

async function endedByAbort(
  step: Promise<unknown>,
  { runId, reader }: StreamScope
): Promise<unknown> {
  try {
    return await step;
  } catch (error) {
    if (valueAt(reader.signal, 'aborted') === true) {
      endRunsOf(runId, error);
    }
    throw error;
  }
}
