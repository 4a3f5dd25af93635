import type {
  JsonText,
  Microseconds,
  PayloadColumn,
  SpanTable,
  StatusCode,
  TraceInfo,
  TraceState
} from '../bundle/types';

/** Something odd that the model mended; the view shows it, nothing throws. */
export type TraceWarning = {
  readonly code:
    | 'orphan'
    | 'cycle'
    | 'duplicate-id'
    | 'several-roots'
    | 'negative-duration'
    | 'missing-time'
    | 'no-spans';
  /** How many spans it concerns. */
  readonly count: number;
  /** Rows of the span table that it concerns, at most the first 20. */
  readonly rows: readonly number[];
};

/** Token counts as MLflow records them (`mlflow.chat.tokenUsage`). */
export type TokenUsage = {
  readonly input: number;
  readonly output: number;
  readonly total: number;
};

/** An event of a span, decoded when its span is opened. */
export type SpanEvent = {
  readonly name: string;
  /** NaN when it was not recorded. */
  readonly time: Microseconds;
  readonly attributes: Readonly<Record<string, unknown>>;
};

/**
 * A trace ready for layout: a forest over the span table that is acyclic and whole.
 *
 * `order` lists rows of the table in pre-order: a parent before its children, siblings by start time, then by row.
 * Columns named `…AtPosition` are indexed by the position in `order`, all others by row.
 */
export type Trace = {
  readonly info: TraceInfo;
  readonly spans: SpanTable;
  readonly name: string;
  readonly state: TraceState;
  readonly order: Int32Array;
  /** Inverse of `order`: row to position. */
  readonly positions: Int32Array;
  /** Cleaned: cycles are cut at their earliest span; -1 for a root. */
  readonly parents: Int32Array;
  readonly depths: Int32Array;
  /** 1-based place among the siblings; roots are siblings of each other. */
  readonly siblingPositions: Int32Array;
  readonly childCounts: Int32Array;
  readonly rootCount: number;
  /** The span and all its descendants; `order[p + sizesAtPosition[p]]` is the next row that is no descendant. */
  readonly sizesAtPosition: Int32Array;
  /** Mended: every time is known and no end is before its start. A span that runs ends at the end of the trace. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** Time in the span but in none of its children, in microseconds; overlapping children count once. */
  readonly selfTimes: Float64Array;
  /** Earliest start and latest end over all spans; running spans count up to the latest time known. */
  readonly start: Microseconds;
  readonly end: Microseconds;
  readonly isRunning: boolean;
  readonly errorCount: number;
  readonly tokens?: TokenUsage;
  /** US dollars. */
  readonly cost?: number;
  readonly warnings: readonly TraceWarning[];
};

/** A payload that was opened. */
export type Payload =
  /** `value` is exact: an integer that a number cannot hold is a bigint. */
  | { readonly kind: 'json'; readonly text: JsonText; readonly value: unknown }
  /** Recorded, but no JSON. */
  | { readonly kind: 'text'; readonly text: string }
  /** Too long to be parsed unasked: a main thread would hang. */
  | { readonly kind: 'large'; readonly text: JsonText }
  /** Cut to fit the bundle: its head, and its full length in UTF-8 bytes. */
  | {
      readonly kind: 'truncated';
      readonly text: string;
      readonly fullBytes: number;
    };

/** A link from a span to another, mostly one of another trace. */
export type SpanLink = {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** What an exception event says (OpenTelemetry's semantic conventions for exceptions). */
export type SpanException = {
  readonly type: string;
  readonly message: string;
  readonly stacktrace: string;
  readonly time: Microseconds;
};

/** One span, opened: what the rows do not need. A payload that was never recorded is absent, unlike JSON `null`. */
export type SpanDetail = {
  readonly row: number;
  readonly spanId: string;
  readonly parentId?: string;
  readonly status: StatusCode;
  readonly statusMessage?: string;
  readonly inputs?: Payload;
  readonly outputs?: Payload;
  /** In the order in which they were written. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly exceptions: readonly SpanException[];
  readonly tokens?: TokenUsage;
  /** US dollars. */
  readonly cost?: number;
  /** Attributes, events or links that could not be read, as they are. */
  readonly unread: Readonly<Partial<Record<PayloadColumn, Payload>>>;
};
