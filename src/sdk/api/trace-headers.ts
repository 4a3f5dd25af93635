import { warn } from '../diag';
import type { LiveSpan } from '../recording/live-span';
import { spanOfTraceparent } from '../recording/remote-span';
import { jsonTextOf } from '../values/json-text';

/** Headers of a request: an object as Node's servers have it, or one with `get`, such as `Headers`. */
export type TraceHeaders =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | { get(name: string): string | null };

/** Headers that can be added to: an object, `Headers`, or a Map. */
export type HeadersToFill =
  Record<string, unknown> | { set(name: string, value: string): unknown };

/** The headers of the W3C Trace Context specification. */
export type TraceHeaderName = 'traceparent' | 'tracestate';

/** What the headers say in `traceparent`, whatever its case; undefined when they do not have it. */
export function traceparentIn(
  headers: TraceHeaders | string
): string | undefined {
  return typeof headers === 'string'
    ? headers
    : valuesOf(headers, 'traceparent')[0];
}

/** A list of values means the same as all of them in one. */
function tracestateIn(headers: TraceHeaders | string): string | undefined {
  return typeof headers === 'string'
    ? undefined
    : valuesOf(headers, 'tracestate').join(',') || undefined;
}

function valuesOf(
  headers: TraceHeaders,
  header: TraceHeaderName
): readonly string[] {
  if (hasGet(headers)) {
    const value = headers.get(header);
    return value === null ? [] : [value];
  }
  const [, value = []] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === header) ??
    [];
  return typeof value === 'string' ? [value] : value;
}

/** The span that headers, or a `traceparent`, name; undefined, when it is a wrong one with a diagnostic. */
export function spanOfHeaders(
  headers: TraceHeaders | string
): LiveSpan | undefined {
  const traceparent = traceparentIn(headers);
  const span =
    traceparent === undefined
      ? undefined
      : spanOfTraceparent(traceparent, tracestateIn(headers));
  if (traceparent !== undefined && span === undefined) {
    warn(
      'traceparent',
      `${jsonTextOf(traceparent.slice(0, 100))} is no traceparent: the trace begins here`
    );
  }
  return span;
}

/** Sets one header. */
export function setHeader(
  headers: HeadersToFill,
  name: TraceHeaderName,
  value: string
): void {
  if (hasSet(headers)) {
    headers.set(name, value);
  } else {
    headers[name] = value;
  }
}

function hasGet(
  headers: TraceHeaders
): headers is { get(name: string): string | null } {
  return typeof headers['get' as const] === 'function';
}

function hasSet(
  headers: HeadersToFill
): headers is { set(name: string, value: string): unknown } {
  return typeof headers['set' as const] === 'function';
}
