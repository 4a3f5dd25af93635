import { replaceMethod, valueAt, type Undo } from '../patching/patch';
import { LangChainHandler } from './handler';

/** What a handler that waits for nothing answers to each token. */
const TOLD = Promise.resolve();

/**
 * Hands tokens straight to our handler where nobody else listens: LangChain makes seven promises to tell one handler of
 * one token, which is more than the rest of what tracing adds to a chunk (bench/autolog).
 *
 * @param runManager the prototype of LangChain's `CallbackManagerForLLMRun`.
 */
export function shortenTokens(runManager: unknown): Undo | undefined {
  return replaceMethod(
    runManager,
    'handleLLMNewToken',
    original =>
      function told(this: unknown, ...args: unknown[]): unknown {
        const handler = onlyHandlerOf(this);
        const runId = valueAt(this, 'runId');
        if (handler === undefined || typeof runId !== 'string') {
          return Reflect.apply(original, this, args);
        }
        const [token, index] = args;
        handler.handleLLMNewToken(token, index, runId);
        return TOLD;
      }
  );
}

function onlyHandlerOf(manager: unknown): LangChainHandler | undefined {
  const handlers = valueAt(manager, 'handlers');
  const only: unknown =
    Array.isArray(handlers) && handlers.length === 1 ? handlers[0] : undefined;
  return only instanceof LangChainHandler ? only : undefined;
}
