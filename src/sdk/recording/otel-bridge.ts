import {
  context,
  isSpanContextValid,
  SpanStatusCode,
  trace,
  type Context,
  type HrTime,
  type Span,
  type SpanContext
} from '@opentelemetry/api';
import { read } from '../config/environment';
import { onceATurn } from '../config/turn';
import { messageOf, warn } from '../diag';
import { eventAttributesOf, type Recording } from './fill-otel-span';
import { otlpValueOf } from './otlp-value';

/**
 * What the user's own OpenTelemetry is to see of our spans: nothing; which one is active; or all of them, recorded by
 * his provider too.
 */
const bridge = onceATurn(() => {
  const isShared = !read('MLFLOW_USE_DEFAULT_TRACER_PROVIDER');
  return {
    isShared,
    isVisible: isShared || read('MLFLOW_TRACE_PROPAGATE_TO_OTEL_CONTEXT')
  };
});

/** A span to be seen by OpenTelemetry's: with ids, and with the span of the user's provider when it has one. */
export type BridgedSpan = {
  readonly context: SpanContext;
  readonly mirror?: Span | undefined;
  /** The span as OpenTelemetry's code sees it, where there is no mirror. */
  readonly face?: Span | undefined;
};

/** How a span of the user's provider begins. */
export type MirrorStart = {
  readonly name: string;
  readonly startTime: HrTime;
  readonly parent: BridgedSpan | undefined;
  /** True when the caller named the parent; else a span of the user's own may stand between. */
  readonly isParentGiven: boolean;
};

/** A span of the user's provider, with the trace that it begins, if it begins one. */
export type Mirror = {
  readonly span: Span;
  readonly spanId: string;
  /** Undefined when it hangs under a span of the user's own, whose trace may hold several of ours. */
  readonly ownTraceId: string | undefined;
};

/**
 * Starts the same span with the provider that the user registered, when MLFLOW_USE_DEFAULT_TRACER_PROVIDER is false;
 * undefined when it is true, when there is no provider, or when it does not record now.
 */
export function startMirror(start: MirrorStart): Mirror | undefined {
  if (!bridge().isShared) {
    return undefined;
  }
  try {
    return mirrorOf(start);
  } catch (error) {
    warn(
      'tracer provider',
      `the registered provider failed: ${messageOf(error)}`
    );
    return undefined;
  }
}

function mirrorOf({
  name,
  startTime,
  parent,
  isParentGiven
}: MirrorStart): Mirror | undefined {
  const outer = context.active();
  const hasOuter = trace.getSpanContext(outer) !== undefined;
  const isUnderOurs = parent !== undefined && (isParentGiven || !hasOuter);
  const span = trace
    .getTracer('spanbook')
    .startSpan(
      name,
      { startTime },
      isUnderOurs ? contextOf(parent, outer) : outer
    );
  const ids = span.spanContext();
  return isSpanContextValid(ids)
    ? {
        span,
        spanId: ids.spanId,
        ownTraceId: hasOuter ? undefined : ids.traceId
      }
    : undefined;
}

/** Gives the mirror what was recorded, and ends it: its processors get it as we have redacted it. */
export function endMirror(
  mirror: Span,
  { attributes, events, status, links }: Recording,
  endTime: HrTime
): void {
  try {
    for (const [key, text] of attributes) {
      const value = otlpValueOf(text);
      if (value !== undefined) {
        mirror.setAttribute(key, value);
      }
    }
    mirror.addLinks([...links]);
    for (const event of events) {
      mirror.addEvent(event.name, eventAttributesOf(event), event.time);
    }
    const { statusCode, description } = status;
    mirror.setStatus({
      code: SpanStatusCode[statusCode],
      ...(description !== undefined && { message: description })
    });
    mirror.end(endTime);
  } catch (error) {
    warn(
      'tracer provider',
      `the registered provider failed: ${messageOf(error)}`
    );
  }
}

/** The function, to be called with the span as the active one of OpenTelemetry's context when that is asked for. */
export function seenByOtel<A extends readonly unknown[], R>(
  span: object,
  fn: (...args: A) => R
): (...args: A) => R {
  return bridge().isVisible && isBridged(span)
    ? (...args) =>
        context.with(contextOf(span, context.active()), () => fn(...args))
    : fn;
}

function contextOf(span: BridgedSpan, outer: Context): Context {
  return trace.setSpan(
    outer,
    span.mirror ?? span.face ?? trace.wrapSpanContext(span.context)
  );
}

function isBridged(span: object): span is BridgedSpan {
  return 'context' in span;
}
