import { invalidParameter, MlflowException } from '../client/mlflow-exception';
import {
  NO_OP_TRACE_ID,
  type EndOptions,
  type LiveSpan
} from '../recording/live-span';
import { noOpSpan } from '../recording/no-op-span';
import type { RecordingSpan } from '../recording/recording-span';
import type { TraceRecorder } from '../recording/trace-recorder';
import { shared } from '../state';
import { getCurrentActiveSpan } from './current-trace';
import type { SpanOptions } from './span-options';
import { startUnseenSpan } from './start-span';

/** How a trace of `MlflowClient.startTrace` begins. */
export type StartTraceOptions = Omit<
  SpanOptions,
  'name' | 'parent' | 'parentContext'
>;

/** How a span of `MlflowClient.startSpan` begins. */
export type ClientSpanOptions = Pick<
  SpanOptions,
  | 'spanType'
  | 'inputs'
  | 'attributes'
  | 'description'
  | 'logLevel'
  | 'links'
  | 'startTimeNs'
> & {
  readonly traceId: string;
  /** The span to hang under; any that runs in this process, also one of `withSpan` or `trace`. */
  readonly parentId: string;
};

/** Implements `MlflowClient.startTrace`; see there. */
export function startClientTrace(
  name: string,
  options: StartTraceOptions
): LiveSpan {
  const active = getCurrentActiveSpan();
  if (active !== null) {
    throw new MlflowException(
      `startTrace: the trace ${active.traceId} of withSpan or trace is active here, and no other one can begin by hand within it; use client.startSpan for a span of it, or start all traces by hand`,
      { errorCode: 'BAD_REQUEST' }
    );
  }
  return startUnseenSpan({ ...options, name });
}

/** Implements `MlflowClient.startSpan`; see there. */
export function startClientSpan(
  name: string,
  { traceId, parentId, ...options }: ClientSpanOptions
): LiveSpan {
  if (traceId === NO_OP_TRACE_ID) {
    return noOpSpan;
  }
  if (!traceId || !parentId) {
    throw invalidParameter(
      'startSpan: expected traceId and parentId; client.startTrace starts a trace and its root span'
    );
  }
  const parent = spanOf(traceId, parentId);
  if (parent === undefined) {
    throw new MlflowException(
      `startSpan: the span ${parentId} of the trace ${traceId} does not run in this process`,
      { errorCode: 'RESOURCE_DOES_NOT_EXIST' }
    );
  }
  return startUnseenSpan({ ...options, name, parent });
}

/** Implements `MlflowClient.endSpan`; see there. */
export function endClientSpan(
  traceId: string,
  spanId: string,
  options: EndOptions
): void {
  spanOf(traceId, spanId)?.end({ status: 'OK', ...options });
}

/** Implements `MlflowClient.endTrace`; see there. */
export function endClientTrace(traceId: string, options: EndOptions): void {
  if (traceId === NO_OP_TRACE_ID) {
    return;
  }
  const trace = shared.openTraces.get(traceId);
  if (trace === undefined) {
    throw new MlflowException(
      `endTrace: no trace with the id ${JSON.stringify(traceId)} runs in this process; it has ended, or was not started here`,
      { errorCode: 'RESOURCE_DOES_NOT_EXIST' }
    );
  }
  endAll(trace, { status: 'OK', ...options });
}

/** The innermost spans first and the root last, so that no span outlives its parent. */
function endAll({ spans, root }: TraceRecorder, options: EndOptions): void {
  const { endTimeNs } = options;
  for (const span of [...spans].reverse()) {
    if (span !== root && !span.isEnded) {
      span.end(endTimeNs === undefined ? {} : { endTimeNs });
    }
  }
  root?.end(options);
}

function spanOf(traceId: string, spanId: string): RecordingSpan | undefined {
  return shared.openTraces.get(traceId)?.spanWithId(spanId);
}
