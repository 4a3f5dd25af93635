import type { Nanoseconds } from '../../bundle/types';
import type { SpanStatus } from '../recording/span-status';

/** An event of a finished span. */
export type FinishedSpanEvent = {
  readonly name: string;
  readonly timestamp: Nanoseconds;
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** A pointer from a span to another one, mostly of another trace. */
export type SpanLink = {
  /** `tr-` and 32 hexadecimal digits. */
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
};

/** All that is stored of a span. */
export type SpanData = {
  /** OpenTelemetry's id of the trace, 32 hexadecimal digits. */
  readonly otelTraceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly startTimeNs: Nanoseconds;
  /** `null` when the span has not ended. */
  readonly endTimeNs: Nanoseconds | null;
  readonly status: SpanStatus;
  /** The JSON text of each value; what another program stored without encoding it is here as it is. */
  readonly attributes: ReadonlyMap<string, unknown>;
  readonly events: readonly FinishedSpanEvent[];
  readonly links: readonly SpanLink[];
};
