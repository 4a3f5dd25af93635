import type { Nanoseconds } from '../../bundle/types';
import { read } from '../config/environment';
import { currentRoute } from '../config/trace-route';
import { messageOf, warn } from '../diag';
import { shared } from '../state';
import { AttributeKey } from './attribute-keys';
import { hrTimeOf, TraceClock } from './clock';
import type { LiveSpan } from './live-span';
import { NO_OP_TRACE_ID } from './live-span';
import { isRecordingSpan, RecordingSpan } from './recording-span';
import { repairTraces } from './repair';
import { noOpScope, type SpanScope } from './span-scope';
import { randomFraction } from './random';
import type { SpanType } from './span-type';
import { TraceRecorder } from './trace-recorder';
import { startOtelSpan } from './tracer';

/** How a span begins. */
export type SpanStart = {
  readonly name: string;
  readonly spanType?: SpanType | undefined;
  readonly inputs?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly description?: string | undefined;
  readonly startTimeNs?: Nanoseconds | number | undefined;
  /** The active span when absent. */
  readonly parent?: LiveSpan | undefined;
  /** Share of new traces that is recorded, 0 to 1; asked of root spans only. */
  readonly samplingRatio?: number | undefined;
};

/**
 * Starts a span and gives its scope; what goes wrong is reported and gives a no-op, so that the user's code runs in any
 * case. Callers that capture inputs give `fill`, which is called before observers see the span.
 */
export function beginSpan(
  start: SpanStart,
  fill?: (span: RecordingSpan) => void
): SpanScope {
  if (!shared.isEnabled) {
    return noOpScope;
  }
  try {
    const parent = start.parent ?? shared.context.getStore()?.span;
    const span = isRecordingSpan(parent)
      ? childOf(parent, start)
      : rootOf(parent, start);
    if (span === undefined) {
      return noOpScope;
    }
    describe(span, start);
    fill?.(span);
    span.recorder.addSpan(span);
    return span.scope;
  } catch (error) {
    warn('start span', `a span could not be started: ${messageOf(error)}`);
    return noOpScope;
  }
}

function childOf(parent: RecordingSpan, start: SpanStart): RecordingSpan {
  const { recorder } = parent;
  const time = startTimeOf(start) ?? recorder.clock.now();
  return new RecordingSpan(
    startOtelSpan(start.name, time, parent.otel),
    recorder
  );
}

/** A new trace; undefined when its parent is not recorded, or chance says that it is not. */
function rootOf(
  parent: LiveSpan | undefined,
  start: SpanStart
): RecordingSpan | undefined {
  if (parent?.traceId === NO_OP_TRACE_ID || !isSampled(start)) {
    return undefined;
  }
  repairTraces();
  const clock = new TraceClock();
  const otel = startOtelSpan(
    start.name,
    startTimeOf(start) ?? clock.now(),
    undefined
  );
  return new RecordingSpan(
    otel,
    new TraceRecorder(otel.spanContext().traceId, clock, currentRoute())
  );
}

function isSampled(start: SpanStart): boolean {
  const ratio = start.samplingRatio ?? read('MLFLOW_TRACE_SAMPLING_RATIO');
  return ratio >= 1 || randomFraction() < ratio;
}

function describe(span: RecordingSpan, start: SpanStart): void {
  if (start.spanType !== undefined) {
    span.setSpanType(start.spanType);
  }
  if (start.description !== undefined) {
    span.setAttribute(AttributeKey.description, start.description);
  }
  if (start.attributes !== undefined) {
    span.setAttributes(start.attributes);
  }
  if (start.inputs !== undefined) {
    span.setInputs(start.inputs);
  }
}

function startTimeOf({ startTimeNs }: SpanStart) {
  return startTimeNs === undefined ? undefined : hrTimeOf(BigInt(startTimeNs));
}
