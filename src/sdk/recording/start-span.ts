import type { Nanoseconds } from '../../bundle/types';
import { read } from '../config/environment';
import type { ExperimentChoice } from '../config/experiment-choice';
import { beginTurn, onceATurn } from '../config/turn';
import { routeOfTrace } from '../config/trace-target';
import { messageOf, warn } from '../diag';
import { shared } from '../state';
import { activeSpan } from './active-span';
import { isTracingOn } from './ambient';
import { hrTimeOf, TraceClock } from './clock';
import type { LiveSpan } from './live-span';
import { NO_OP_TRACE_ID } from './live-span';
import { isRecordingSpan, RecordingSpan } from './recording-span';
import { startMirror } from './otel-bridge';
import { isRemoteSpan, type RemoteSpan } from './remote-span';
import { repairTraces } from './repair';
import { noOpScope, type SpanScope } from './span-scope';
import { randomFraction, randomHex } from './random';
import { describeChild, describeRoot, describeSpan } from './describe-start';
import type { SpanLogLevel } from './log-level';
import type { SpanLink } from '../trace/span-data';
import type { SpanType } from './span-type';
import { TraceRecorder } from './trace-recorder';

/** How a span begins. */
export type SpanStart = {
  readonly name: string;
  readonly spanType?: SpanType | undefined;
  readonly inputs?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly description?: string | undefined;
  readonly logLevel?: SpanLogLevel | keyof typeof SpanLogLevel | undefined;
  readonly links?: readonly SpanLink[] | undefined;
  readonly startTimeNs?: Nanoseconds | number | undefined;
  /** The active span when absent. */
  readonly parent?: LiveSpan | undefined;
  /** Tags of the trace. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Metadata of the trace. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Where the trace goes; of root spans only. */
  readonly experiment?: ExperimentChoice | undefined;
  /** The run that the trace is linked to; of root spans only. */
  readonly runId?: string | undefined;
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
  if (!isTracingOn()) {
    return noOpScope;
  }
  try {
    const parent = start.parent ?? activeSpan();
    const span = isRecordingSpan(parent)
      ? childOf(parent, start)
      : rootOf(parent, start);
    if (span === undefined) {
      return noOpScope;
    }
    describeSpan(span, start);
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
  const startTime = startTimeOf(start) ?? recorder.clock.now();
  const mirror = startMirror({
    name: start.name,
    startTime,
    parent,
    isParentGiven: start.parent !== undefined
  });
  const span = new RecordingSpan(
    {
      name: start.name,
      traceId: parent.context.traceId,
      spanId: mirror?.spanId ?? randomHex(8),
      parent: parent.context,
      startTime,
      mirror: mirror?.span
    },
    recorder
  );
  describeChild(span, start);
  return span;
}

/** A new trace, or the part of a trace that is made here; undefined when it is not recorded. */
function rootOf(
  parent: LiveSpan | undefined,
  start: SpanStart
): RecordingSpan | undefined {
  beginTurn();
  if (isRemoteSpan(parent)) {
    return rootUnder(parent, start);
  }
  if (parent?.traceId === NO_OP_TRACE_ID || !isSampled(start)) {
    return undefined;
  }
  return rootUnder(undefined, start);
}

function rootUnder(
  parent: RemoteSpan | undefined,
  start: SpanStart
): RecordingSpan {
  repairTraces();
  const clock = new TraceClock();
  const startTime = startTimeOf(start) ?? clock.now();
  const mirror = startMirror({
    name: start.name,
    startTime,
    parent,
    isParentGiven: start.parent !== undefined
  });
  const identity = {
    name: start.name,
    traceId: parent?.context.traceId ?? mirror?.ownTraceId ?? randomHex(16),
    spanId: mirror?.spanId ?? randomHex(8),
    parent: parent?.context,
    startTime,
    mirror: mirror?.span
  };
  const known = parent && shared.openTraces.get(parent.traceId);
  if (known !== undefined) {
    return new RecordingSpan(identity, known);
  }
  const recorder = new TraceRecorder(
    identity.traceId,
    clock,
    routeOfTrace(start),
    { ambient: shared.ambient.getStore(), isRemote: parent !== undefined }
  );
  describeRoot(recorder, start);
  return new RecordingSpan(identity, recorder);
}

const samplingRatio = onceATurn(() => read('MLFLOW_TRACE_SAMPLING_RATIO'));

function isSampled(start: SpanStart): boolean {
  const ratio = start.samplingRatio ?? samplingRatio();
  return ratio >= 1 || randomFraction() < ratio;
}

function startTimeOf({ startTimeNs }: SpanStart) {
  return startTimeNs === undefined ? undefined : hrTimeOf(BigInt(startTimeNs));
}
