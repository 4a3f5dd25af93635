import { AsyncLocalStorage } from 'node:async_hooks';
import { withSteps } from './event-stream';
import { interruptRun, stopRun } from './langchain-runs';
import { replaceMethod, type Undo } from './patch';

/** A stream that is being read, and the first run that began in it. */
type StreamScope = { runId: string | undefined };

const scopes = new AsyncLocalStorage<StreamScope>();

/** Notes that a run has begun: the first one in a stream is what ends when its reader goes away. */
export function noteStreamRun(runId: string): void {
  const scope = scopes.getStore();
  if (scope !== undefined) {
    scope.runId ??= runId;
  }
}

/**
 * Ends what runs in a stream when its reader stops before the end, of which LangChain tells nobody.
 *
 * @param owner what has the method, which gives an async generator.
 */
export function followStreams(owner: unknown, name: string): Undo | undefined {
  return replaceMethod(
    owner,
    name,
    original =>
      function followed(this: unknown, ...args: unknown[]): unknown {
        const scope: StreamScope = { runId: undefined };
        const steps: unknown = Reflect.apply(original, this, args);
        return withSteps(steps, (step, kind) =>
          kind === 'next' ? scopes.run(scope, step) : stopped(step, scope)
        );
      }
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
    interruptRun(runId);
  }
}
