import process from 'node:process';
import {
  ROOT_CONTEXT,
  trace,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  type Tracer
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
  type Span as SdkSpan
} from '@opentelemetry/sdk-trace-base';

/**
 * Attributes and events one span may hold. OpenTelemetry's 128 is too few for the chunks of a streamed answer.
 */
const MAX_ENTRIES = 10_000;

/** What a span is from its first moment on. */
export type SpanIdentity = {
  readonly name: string;
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly parent: SpanContext | undefined;
  readonly startTime: HrTime;
  /** The same span of the provider that the user registered, when it is to record too. */
  readonly mirror?: Span | undefined;
};

/** The ids of the span that is made now: OpenTelemetry asks a generator for them. */
let ids = { traceId: '', spanId: '' };

let tracer: Tracer | undefined;

/**
 * A provider of our own, registered nowhere: the user's OpenTelemetry is neither fed nor disturbed, and its
 * OTEL_TRACES_SAMPLER does not act here. It is made with the first span, since it reads the global `process`: a cell of
 * Deno's that imports this and `process` has none while its imports load.
 */
function ownTracer(): Tracer {
  tracer ??= new BasicTracerProvider({
    resource: resourceFromEnvironment(),
    sampler: new AlwaysOnSampler(),
    idGenerator: {
      generateTraceId: () => ids.traceId,
      generateSpanId: () => ids.spanId
    },
    spanLimits: {
      attributeCountLimit: MAX_ENTRIES,
      attributeValueLengthLimit: Infinity,
      eventCountLimit: MAX_ENTRIES,
      attributePerEventCountLimit: MAX_ENTRIES
    }
  }).getTracer('spanbook');
  return tracer;
}

/** Says nothing of this process unless asked to: MLflow makes a tag of each service name, also of "unknown_service". */
function resourceFromEnvironment(): Resource {
  const { OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES } = process.env;
  return OTEL_SERVICE_NAME || OTEL_RESOURCE_ATTRIBUTES
    ? detectResources({ detectors: [envDetector] })
    : emptyResource();
}

/** A new OpenTelemetry span with these ids, under the parent of this or another process. */
export function startOtelSpan(
  identity: SpanIdentity,
  links: readonly Link[]
): SdkSpan {
  const { name, parent, startTime } = identity;
  ids = identity;
  const context =
    parent === undefined
      ? ROOT_CONTEXT
      : trace.setSpanContext(ROOT_CONTEXT, parent);
  const options = { startTime, links: [...links] };
  // The provider's own sampler records everything, hence the span is the SDK's readable one, which the API's type hides.
  return ownTracer().startSpan(name, options, context) as SdkSpan;
}
