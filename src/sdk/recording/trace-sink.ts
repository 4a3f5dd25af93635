import type { RecordingSpan } from './recording-span';
import type { TraceRecorder } from './trace-recorder';

/** What became of the traces since the last flush; one that goes to MLflow and to a collector counts once for each. */
export type FlushResult = {
  /** Traces that the tracking server, or the collector, has taken. */
  readonly sent: number;
  /** Traces that wait on disk: sent later, by this process or the next one. */
  readonly kept: number;
  /** Traces that the server refused, or that a collector could not be given in time. */
  readonly failed: number;
  /** Traces that were never tried: there was no room for them, or no tracking server is set. */
  readonly dropped: number;
  /** Traces that wait in memory only, in the queue or on their way. */
  readonly pending: number;
  /** One line for each different reason of a loss or a delay. */
  readonly errors: readonly string[];
};

/** Where traces wait on disk. */
export type SpoolStatus = {
  /** `full` and `broken` (a folder that cannot be written) are tried again every half a minute. */
  readonly state: 'on' | 'off' | 'full' | 'broken';
  /** The folder of all processes of this user. */
  readonly folder: string;
  /** Of all processes, as far as this one knows. */
  readonly bytes: number;
  readonly maxBytes: number;
};

/** How delivery stands. Counts are of traces; each trace that waits is in one of `queued`, `inFlight` and `kept`. */
export type TracingStatus = {
  /** Address of the tracking server without credentials; null when none is set. */
  readonly server: string | null;
  /** In memory, waiting for a request. */
  readonly queued: number;
  /** In a request that is under way. */
  readonly inFlight: number;
  /** On disk, waiting for a request. */
  readonly kept: number;
  /** Taken by a server, since the process began. */
  readonly sent: number;
  /** The same, of traces that an earlier process left on disk. */
  readonly resent: number;
  /** Refused, since the process began. */
  readonly failed: number;
  /** Never tried, since the process began. */
  readonly dropped: number;
  /** Why a request failed last; null when none did. */
  readonly lastError: string | null;
  readonly spool: SpoolStatus;
};

/** The part of the status that a queue knows. */
export type SinkStatus = Omit<TracingStatus, 'server' | 'spool'>;

/** Where ended spans go: a queue in front of a server. */
export type TraceSink = {
  /** Takes the spans of a trace whose root has ended; again for spans that end later. Never throws, never waits. */
  accept(trace: TraceRecorder, spans: readonly RecordingSpan[]): void;
  /** Resolves when nothing is left or the time is over, with the traces that still wait; never rejects. */
  drain(timeoutSeconds: number): Promise<number>;
  /** What became of traces since the last report. */
  report(): FlushResult;
  /** Writes to disk what is not there and not delivered, before it returns. Never throws. */
  secure(): void;
  /**
   * Whether traces are written to disk as soon as they end: where nothing tells that a cell has ended before its reply.
   */
  setEager(isEager: boolean): void;
  /**
   * In synchronous mode: resolves when the first attempt to deliver the trace has ended, one way or the other. Undefined
   * when nobody is to wait. Never rejects.
   */
  tried(trace: TraceRecorder): Promise<void> | undefined;
  /** The server's address by the id of each trace of this process that the server did not take at once, and has not. */
  waiting(): ReadonlyMap<string, string>;
  status(): SinkStatus;
  spoolStatus(): SpoolStatus;
};
