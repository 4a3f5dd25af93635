import type { LiveSpan } from '../recording/live-span';
import { isRecordingSpan } from '../recording/recording-span';
import { beginSpan } from '../recording/start-span';
import { shared } from '../state';
import { asSpanStart, type SpanOptions } from './span-options';

/**
 * Starts a span that is ended by hand, by `span.end()` or by `using`. It is not made the active span: give it as
 * `parent` to spans that shall hang under it, or use `withSpan`. Its own parent is `options.parent`, else the active
 * span; with neither it starts a trace. (Python calls this `start_span_no_context`.)
 *
 * @example
 * const span = startSpan({ name: 'fetch', inputs: { url } });
 * span.end({ outputs: { status: 200 } });
 */
export function startSpan(options: SpanOptions = {}): LiveSpan {
  const span = startUnseenSpan(options);
  if (isRecordingSpan(span) && shared.context.getStore() === undefined) {
    remember(span);
  }
  return span;
}

/**
 * The same by Python's name.
 * @example
 * const root = startSpanNoContext({ name: 'fetch' });
 * startSpanNoContext({ name: 'parse', parent: root }).end();
 * root.end();
 */
export const startSpanNoContext = startSpan;

/** Like `startSpan`, for a span that `updateCurrentTrace` does not find: spans of a client are known by id only. */
export function startUnseenSpan(options: SpanOptions): LiveSpan {
  return beginSpan(asSpanStart(options, 'span')).span;
}

/** Open spans outside any callback that are remembered; those that nobody ends must not pile up. */
const MAX_DETACHED = 1000;

function remember(span: LiveSpan): void {
  const { detachedSpans } = shared;
  detachedSpans.add(span);
  const [oldest] = detachedSpans;
  if (detachedSpans.size > MAX_DETACHED && oldest !== undefined) {
    detachedSpans.delete(oldest);
  }
}
