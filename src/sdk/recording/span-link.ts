import {
  isValidSpanId,
  isValidTraceId,
  TraceFlags,
  type Link
} from '@opentelemetry/api';
import type { SpanLink } from '../trace/span-data';
import { jsonTextOf } from '../values/json-text';
import { otlpAttributesOf } from './fill-otel-span';

/**
 * OpenTelemetry's form of a link.
 * @throws TypeError when the ids cannot be those of a trace and a span.
 */
export function otelLinkOf({ traceId, spanId, attributes }: SpanLink): Link {
  const hexId = traceId.replace(/^tr-/, '');
  if (!isValidTraceId(hexId) || !isValidSpanId(spanId)) {
    throw new TypeError(
      `addLink: ${jsonTextOf({ traceId, spanId })} does not name a span, expected "tr-" with 32 and 16 hexadecimal digits`
    );
  }
  return {
    context: { traceId: hexId, spanId, traceFlags: TraceFlags.SAMPLED },
    ...(attributes && { attributes: otlpAttributesOf(attributes) })
  };
}

/** MLflow's form of a link. */
export function spanLinkOf({ context, attributes = {} }: Link): SpanLink {
  return {
    traceId: `tr-${context.traceId}`,
    spanId: context.spanId,
    ...(Object.keys(attributes).length > 0 && { attributes })
  };
}
