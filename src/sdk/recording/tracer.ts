import process from 'node:process';
import {
  ROOT_CONTEXT,
  trace,
  type HrTime,
  type SpanContext
} from '@opentelemetry/api';
import {
  detectResources,
  emptyResource,
  envDetector,
  type Resource
} from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  type Span
} from '@opentelemetry/sdk-trace-base';
import { randomHex } from './random';

/**
 * Attributes and events one span may hold. OpenTelemetry's 128 is too few for the chunks of a streamed answer.
 */
const MAX_ENTRIES = 10_000;

/**
 * A provider of our own, registered nowhere: the user's OpenTelemetry is neither fed nor disturbed, and its
 * OTEL_TRACES_SAMPLER does not act here.
 */
const tracer = new BasicTracerProvider({
  resource: resourceFromEnvironment(),
  sampler: new AlwaysOnSampler(),
  idGenerator: {
    generateTraceId: () => randomHex(16),
    generateSpanId: () => randomHex(8)
  },
  spanLimits: {
    attributeCountLimit: MAX_ENTRIES,
    attributeValueLengthLimit: Infinity,
    eventCountLimit: MAX_ENTRIES,
    attributePerEventCountLimit: MAX_ENTRIES
  }
}).getTracer('spanbook');

/** Says nothing of this process unless asked to: MLflow makes a tag of each service name, also of "unknown_service". */
function resourceFromEnvironment(): Resource {
  const { OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES } = process.env;
  return OTEL_SERVICE_NAME || OTEL_RESOURCE_ATTRIBUTES
    ? detectResources({ detectors: [envDetector] })
    : emptyResource();
}

/** Starts an OpenTelemetry span under `parent`, of this or another process, or a root span of a new trace. */
export function startOtelSpan(
  name: string,
  startTime: HrTime,
  parent: Span | SpanContext | undefined
): Span {
  const context = parent === undefined ? ROOT_CONTEXT : contextOf(parent);
  // The provider's own sampler records everything, hence the span is the SDK's readable one, which the API's type hides.
  return tracer.startSpan(name, { startTime }, context) as Span;
}

function contextOf(parent: Span | SpanContext) {
  return 'spanContext' in parent
    ? trace.setSpan(ROOT_CONTEXT, parent)
    : trace.setSpanContext(ROOT_CONTEXT, parent);
}
