import type { RecordingSpan } from './recording-span';
import type { TraceRecorder } from './trace-recorder';

/** What became of the traces since the last flush; one that goes to MLflow and to a collector counts once for each. */
export type FlushResult = {
  /** Traces that the tracking server, or the collector, has taken. */
  readonly sent: number;
  /** Traces that the server refused, or that it could not be given in time; they are lost. */
  readonly failed: number;
  /** Traces that were never tried: the queue was full, or no tracking server is set. */
  readonly dropped: number;
  /** Traces that still wait, in the queue or on their way. */
  readonly pending: number;
  /** One line for each different reason of a loss or a delay. */
  readonly errors: readonly string[];
};

/** Where ended spans go: a queue in front of a server. */
export type TraceSink = {
  /** Takes the spans of a trace whose root has ended; again for spans that end later. Never throws, never waits. */
  accept(trace: TraceRecorder, spans: readonly RecordingSpan[]): void;
  /** Resolves when nothing is left or the time is over, with the traces that still wait; never rejects. */
  drain(timeoutSeconds: number): Promise<number>;
  /** What became of traces since the last report. */
  report(): FlushResult;
};
