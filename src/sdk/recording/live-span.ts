import type { Nanoseconds } from '../../bundle/types';
import type { SpanLink } from '../trace/span-data';
import type { Disposing } from './disposing';
import type { SpanLogLevel } from './log-level';
import type { SpanStatus, SpanStatusCode } from './span-status';
import type { SpanType } from './span-type';

/** Something that happened at one moment within a span. */
export type SpanEvent = {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Nanoseconds since the Unix epoch; now when absent. */
  readonly timestamp?: Nanoseconds;
};

/** What may be said when a span ends. */
export type EndOptions = {
  readonly outputs?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly status?: SpanStatus | SpanStatusCode;
  /** Nanoseconds since the Unix epoch; now when absent. */
  readonly endTimeNs?: Nanoseconds | number;
};

/**
 * A span that is being recorded.
 *
 * Values are copied as JSON at the moment they are set: later changes of the user's objects do not show. No method
 * throws for what a value contains; after `end` they do nothing. Of a span that is not recorded (tracing disabled, or
 * not sampled) every method does nothing and `traceId` is `NO_OP_TRACE_ID`.
 */
export type LiveSpan = Disposing & {
  readonly name: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** `tr-` and 32 hexadecimal digits. */
  readonly traceId: string;
  /** `null` for the root span. */
  readonly parentId: string | null;
  readonly spanType: SpanType;
  readonly status: SpanStatus;
  /** Nanoseconds since the Unix epoch. */
  readonly startTime: Nanoseconds;
  /** `null` while the span runs. */
  readonly endTime: Nanoseconds | null;
  /** The recorded inputs, read back from JSON; `undefined` when none were set. */
  readonly inputs: unknown;
  readonly outputs: unknown;
  /** Every attribute, inputs and outputs among them under MLflow's keys. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];

  setInputs(inputs: unknown): void;
  setOutputs(outputs: unknown): void;
  setAttribute(key: string, value: unknown): void;
  /** Adds to the attributes that are there. */
  setAttributes(attributes: Readonly<Record<string, unknown>>): void;
  setSpanType(spanType: SpanType): void;
  setDescription(description: string): void;
  /** By its number or its name; throws a TypeError for a level that MLflow does not know. */
  setLogLevel(level: SpanLogLevel | keyof typeof SpanLogLevel): void;
  /** Also takes `STATUS_CODE_OK` and the like; throws a TypeError for a code that MLflow does not know. */
  setStatus(status: SpanStatus | SpanStatusCode, description?: string): void;
  addEvent(event: SpanEvent): void;
  /** Points to another span, mostly of another trace; throws a TypeError for ids that cannot be ids. */
  addLink(link: SpanLink): void;
  /** Adds an `exception` event with type, message and stack, and sets the status to ERROR. */
  recordException(error: unknown): void;
  /** Ends the span: attributes are merged, then outputs, then status, which becomes OK unless it is ERROR. */
  end(options?: EndOptions): void;
};

/**
 * The trace id of every span that is not recorded; MLflow's name for it.
 * @example
 * ```ts
 * const isRecorded = withSpan(span => span.traceId !== NO_OP_TRACE_ID);
 * isRecorded; // → true
 * ```
 */
export const NO_OP_TRACE_ID = 'MLFLOW_NO_OP_SPAN_TRACE_ID';
