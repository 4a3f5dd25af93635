import {
  createTraceState,
  TraceFlags,
  type SpanContext,
  type TraceState
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { shared } from '../state';
import type { LiveSpan } from './live-span';
import { NoOpSpan, noOpSpan } from './no-op-span';

/** Tells remote spans, of any copy of the SDK, from other objects. */
const BRAND = Symbol.for('spanbook.remote');

/** A span of another process, known by its ids: spans may hang under it, and nothing can be said of it here. */
export class RemoteSpan extends NoOpSpan {
  readonly [BRAND] = true;
  override readonly traceId: string;
  override readonly spanId: string;
  readonly context: SpanContext;

  constructor(context: SpanContext) {
    super();
    this.context = context;
    this.traceId = `tr-${context.traceId}`;
    this.spanId = context.spanId;
  }
}

/** True for the span of another process, false for everything else. */
export function isRemoteSpan(value: unknown): value is RemoteSpan {
  return typeof value === 'object' && value !== null && BRAND in value;
}

/**
 * The span that a W3C `traceparent` names: the span itself when it runs in this process, else its stand-in. What its
 * sender did not record is not recorded here either. `tracestate` travels on with the trace. Undefined for a text that is no `traceparent`.
 */
export function spanOfTraceparent(
  traceparent: string,
  tracestate?: string
): LiveSpan | undefined {
  const context = parseTraceParent(traceparent.trim());
  if (context === null) {
    return undefined;
  }
  if ((context.traceFlags & TraceFlags.SAMPLED) === 0) {
    return noOpSpan;
  }
  return (
    shared.openTraces
      .get(`tr-${context.traceId}`)
      ?.spanWithId(context.spanId) ??
    new RemoteSpan({
      ...context,
      isRemote: true,
      ...(tracestate && { traceState: createTraceState(tracestate) })
    })
  );
}

/** The W3C `tracestate` of a span's trace: what the systems that it came through have to say. */
export function tracestateOf(span: object): string | undefined {
  const context: unknown = Reflect.get(span, 'context');
  const state: unknown =
    typeof context === 'object' && context !== null
      ? Reflect.get(context, 'traceState')
      : undefined;
  return isTraceState(state) ? state.serialize() || undefined : undefined;
}

function isTraceState(value: unknown): value is TraceState {
  return typeof value === 'object' && value !== null && 'serialize' in value;
}

/** The W3C `traceparent` that names a span. */
export function traceparentOf({ traceId, spanId }: LiveSpan): string {
  return `00-${traceId.replace(/^tr-/, '')}-${spanId}-01`;
}
