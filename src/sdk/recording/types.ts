import type { TraceRecord } from '../../bundle/types';

/** A trace as the recorder sees it, from the start of its root span until its last span has ended. */
export type RecordedTrace = {
  readonly traceId: string;
  /** True once the root and every other span of the trace have ended. */
  readonly isEnded: boolean;
  /** What is known now, running spans included; cost O(spans), so observers ask when they draw, not at each change. */
  snapshot(): TraceRecord;
};

/**
 * Whoever wants to know of traces while they are made: the notebook display, tests.
 *
 * Calls are synchronous, in the context of the user's code, and must be cheap; what an observer throws is caught and
 * reported as a diagnostic, never seen by the traced program.
 */
export type TraceObserver = {
  /** The root span has just started: the moment that tells which cell the trace belongs to. */
  traceStarted(trace: RecordedTrace): void;
  /** A span of the trace started, ended, or changed what the trace says of itself (tags, previews). */
  traceChanged(trace: RecordedTrace): void;
  /** Every span has ended; called before the trace is exported, again if a span was added and ended later. */
  traceEnded(trace: RecordedTrace): void;
};
