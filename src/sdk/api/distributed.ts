import { invalidParameter } from '../client/mlflow-exception';
import { warn } from '../diag';
import { activeSpan } from '../recording/active-span';
import { seenByOtel } from '../recording/otel-bridge';
import { traceparentOf, tracestateOf } from '../recording/remote-span';
import { shared } from '../state';
import { NO_OP_TRACE_ID } from '../recording/live-span';
import {
  setHeader,
  spanOfHeaders,
  traceparentIn,
  type HeadersToFill,
  type TraceHeaders
} from './trace-headers';

/**
 * The headers that let the receiver of a request continue this trace: the W3C `traceparent` of the active span, with the
 * `tracestate` that came with the trace. Empty,
 * with a diagnostic, when there is none.
 *
 * @example
 * await fetch(url, { headers: tracing.getTracingContextHeadersForHttpRequest() });
 */
export function getTracingContextHeadersForHttpRequest(): Record<
  string,
  string
> {
  const headers = injectContext<Record<string, string>>({});
  if (Object.keys(headers).length === 0) {
    warn(
      'no active span for headers',
      'getTracingContextHeadersForHttpRequest: no span is active, the headers are empty'
    );
  }
  return headers;
}

/**
 * Adds the `traceparent` of the active span, and its `tracestate` if it has one, to headers, an object, `Headers` or a Map, and gives them back. Without an
 * active span they stay as they are.
 *
 * @example
 * await fetch(url, { headers: tracing.injectContext(new Headers({ accept: 'text/plain' })) });
 */
export function injectContext<H extends HeadersToFill>(headers: H): H {
  const span = activeSpan();
  if (span !== undefined && span.traceId !== NO_OP_TRACE_ID) {
    setHeader(headers, 'traceparent', traceparentOf(span));
    const state = tracestateOf(span);
    if (state !== undefined) {
      setHeader(headers, 'tracestate', state);
    }
  }
  return headers;
}

/**
 * Runs `fn` as a part of the trace whose `traceparent` stands in the headers of a request: spans within hang under the
 * sender's span, in its trace. What the trace is called and its tags are the sender's to say.
 *
 * @returns what `fn` returns.
 * @throws MlflowException when the headers have no `traceparent`. One that is wrong is a diagnostic, and ignored.
 * @example
 * const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
 * const parentId = () => withSpan(span => span.parentId);
 * tracing.setTracingContextFromHttpRequestHeaders(headers, parentId); // → 'b7ad6b7169203331'
 */
export function setTracingContextFromHttpRequestHeaders<T>(
  headers: TraceHeaders,
  fn: () => T
): T {
  if (traceparentIn(headers) === undefined) {
    throw invalidParameter(
      "setTracingContextFromHttpRequestHeaders: the headers have no 'traceparent'; the sender adds it by tracing.injectContext(headers)"
    );
  }
  const span = spanOfHeaders(headers);
  return span === undefined
    ? fn()
    : shared.context.run({ span }, seenByOtel(span, fn));
}
