/**
 * What travels from the kernel to the view, decoded.
 *
 * The wire form (MLflow's spelling, columns as text) is known to `serialize-bundle`, `parse-bundle` and
 * `docs/format.md` alone; everything else works on the types of this file.
 */

/** The MIME type of a serialized bundle; a new incompatible format takes a new type. */
export const BUNDLE_MIME_TYPE = 'application/vnd.spanbook.trace.v1+json';

/** The format version that `serializeBundle` writes. */
export const BUNDLE_VERSION = 1;

/** Microseconds since the start of the trace; negative when a span began before the root, NaN when unknown. */
export type Microseconds = number;

/** Nanoseconds since the Unix epoch. They exceed 2^53, hence never a number. */
export type Nanoseconds = bigint;

/** A value of a parsed JSON document. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [key: string]: JsonValue };

/** JSON text of one value, parsed only when a reader opens it: lossless for big integers, cheap for large traces. */
export type JsonText = string;

/** MLflow's `TraceState`. */
export type TraceState = 'STATE_UNSPECIFIED' | 'IN_PROGRESS' | 'OK' | 'ERROR';

/** How a bundle asks to be shown when the host has no wish of its own. */
export type DisplayMode = 'expanded' | 'collapsed';

/** OpenTelemetry's status codes; the numbers are those of `SpanTable.statuses`. */
export const StatusCode = { unset: 0, ok: 1, error: 2 } as const;
export type StatusCode = (typeof StatusCode)[keyof typeof StatusCode];

/** The columns that hold JSON text and may be cut when a bundle is over its budget. */
export const PAYLOAD_COLUMNS = [
  'inputs',
  'outputs',
  'attributes',
  'events',
  'links'
] as const;
export type PayloadColumn = (typeof PAYLOAD_COLUMNS)[number];

/** MLflow's trace info, as its server gives it; see `TraceInfo` of MLflow 3. */
export type TraceInfo = {
  /** `tr-` and 32 hexadecimal digits when MLflow made it; any text otherwise. */
  readonly traceId: string;
  readonly experimentId?: string;
  /** Start of the trace; the origin of every `Microseconds` in its spans. */
  readonly startTime?: Nanoseconds;
  /** Milliseconds; absent while the trace runs. */
  readonly durationMs?: number;
  readonly state: TraceState;
  readonly clientRequestId?: string;
  readonly requestPreview?: string;
  readonly responsePreview?: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** MLflow assessments, each the JSON text of one object. */
  readonly assessments: readonly JsonText[];
};

/**
 * The spans of one trace in columns; row `i` of each column is span `i`. Any order: a parent may stand after its
 * children. Sparse columns are maps from the row to its value.
 */
export type SpanTable = {
  readonly count: number;
  /** Span ids, 16 hexadecimal digits when OpenTelemetry made them; not promised to be unique. */
  readonly ids: readonly string[];
  /** Row of the parent; -1 for a root and for an orphan, whose parent's id is in `orphans`. May hold cycles. */
  readonly parents: Int32Array;
  readonly orphans: ReadonlyMap<number, string>;
  readonly names: readonly string[];
  /** MLflow span types, `UNKNOWN` when the span has none. */
  readonly types: readonly string[];
  readonly starts: Float64Array;
  /** NaN while the span runs, and when its end was never recorded. */
  readonly ends: Float64Array;
  readonly statuses: Uint8Array;
  readonly statusMessages: ReadonlyMap<number, string>;
  readonly inputs: ReadonlyMap<number, JsonText>;
  readonly outputs: ReadonlyMap<number, JsonText>;
  /** The other attributes: JSON text of one object, key to value. */
  readonly attributes: ReadonlyMap<number, JsonText>;
  /** JSON text of `[{name, time, attributes}]`, time in microseconds since the trace's start. */
  readonly events: ReadonlyMap<number, JsonText>;
  /** JSON text of `[{trace_id, span_id, attributes}]`. */
  readonly links: ReadonlyMap<number, JsonText>;
  /**
   * Payloads that were cut to fit the budget: column to row to the full length in UTF-8 bytes. The column then holds
   * the head of the text, which is no longer JSON, or nothing.
   */
  readonly truncated: Readonly<
    Partial<Record<PayloadColumn, ReadonlyMap<number, number>>>
  >;
};

/** One span as a row: what a producer hands to `spanTableOf`. */
export type SpanRow = {
  readonly spanId: string;
  readonly parentId?: string | undefined;
  readonly name: string;
  readonly spanType?: string | undefined;
  readonly start: Microseconds;
  /** Absent while the span runs. */
  readonly end?: Microseconds | undefined;
  readonly status?: StatusCode | undefined;
  readonly statusMessage?: string | undefined;
} & { readonly [column in PayloadColumn]?: JsonText | undefined };

/** A trace with its spans; `spans` is absent when only the info is known (a row of a search). */
export type TraceRecord = {
  readonly info: TraceInfo;
  readonly spans?: SpanTable;
};

/** A search of MLflow's (`POST /api/3.0/mlflow/traces/search`), as far as it tells which traces come next. */
export type TraceSearch = {
  readonly experimentIds: readonly string[];
  /** MLflow's search syntax. */
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  /** What the server gave with the last page that was read: asks for the page after it. */
  readonly pageToken: string;
};

/** Traces of an output that no server had when the bundle was written; a later update says what became of them. */
export type WaitingTraces = {
  readonly count: number;
  /** Address of the tracking server that they are for, without credentials. */
  readonly server: string;
  /** When it was so; ISO 8601, in UTC. */
  readonly at: string;
};

/** The decoded bundle: what one output shows. */
export type TraceBundle = {
  readonly traces: readonly TraceRecord[];
  readonly display?: DisplayMode;
  /** Traces of the same cell that are not in the bundle. */
  readonly more?: number;
  /** Ids of the first of them. */
  readonly moreIds?: readonly string[];
  /** The last search of the cell, when the server had more than was read. */
  readonly search?: TraceSearch;
  /** Absent once a server has all traces. */
  readonly waiting?: WaitingTraces;
};

/** What is wrong with a bundle, and where: `path` is a JSON path such as `$.traces[3].spans.parent`. */
export type BundleError = {
  readonly path: string;
  readonly code:
    'type' | 'value' | 'missing' | 'version' | 'unrecognized' | 'json';
  readonly finding: Finding;
  /** What belongs into the blanks of the finding's text. */
  readonly values: readonly (string | number)[];
};

/** All that can be wrong; the words for it are the view's (`src/view/strings/problems.ts`). */
export type Finding =
  | 'not-json'
  | 'no-known-form'
  | 'newer-version'
  | 'no-version'
  | 'no-traces'
  | 'no-page-token'
  | 'no-trace'
  | 'no-trace-id'
  | 'no-span'
  | 'no-span-id'
  | 'no-string'
  | 'no-number'
  | 'no-object'
  | 'no-array'
  | 'no-time'
  | 'no-nanoseconds'
  | 'no-duration'
  | 'no-ids'
  | 'no-cut'
  | 'other-count'
  | 'no-such-row'
  | 'no-text-of-row'
  | 'values-missing'
  | 'unknown-state'
  | 'unknown-status'
  | 'unreadable'
  | 'view-failed';

/** Success with what was odd but could be read, or all the reasons why nothing could. */
export type ParseResult =
  | {
      readonly ok: true;
      readonly bundle: TraceBundle;
      readonly warnings: readonly BundleError[];
    }
  | { readonly ok: false; readonly errors: readonly BundleError[] };
