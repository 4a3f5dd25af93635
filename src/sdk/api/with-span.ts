import type { LiveSpan } from '../recording/live-span';
import { isTracingOn } from '../recording/ambient';
import { seenByOtel } from '../recording/otel-bridge';
import { beginSpan } from '../recording/start-span';
import { shared } from '../state';
import { asSpanStart, type SpanOptions } from './span-options';

/** Name of a span that nobody named; MLflow's. */
const DEFAULT_NAME = 'span';

/**
 * Runs `callback` in a span: spans that start meanwhile, also in what it awaits, hang under it. The span ends when the
 * callback returns, or when the promise it returned is settled. Its return value becomes the outputs unless the
 * callback set some; what it throws is recorded and thrown on unchanged.
 *
 * @returns what the callback returns, a promise only when the callback gives one.
 * @example
 * const answer = await withSpan(
 *   async span => {
 *     span.setInputs({ question });
 *     return ask(question);
 *   },
 *   { name: 'answer', spanType: SpanType.CHAIN }
 * );
 */
export function withSpan<T>(
  callback: (span: LiveSpan) => T,
  options: SpanOptions = {}
): T {
  const scope = beginSpan(
    asSpanStart(options, callback.name === '' ? DEFAULT_NAME : callback.name)
  );
  if (!isTracingOn()) {
    return callback(scope.span);
  }
  let result: T;
  try {
    result = shared.context.run(
      scope,
      seenByOtel(scope.span, callback),
      scope.span
    );
  } catch (error) {
    scope.fail(error);
    throw error;
  }
  // `settle` gives the same value back, or a promise that is settled as the given one: the type is the callback's.
  return scope.settle(result) as T;
}
