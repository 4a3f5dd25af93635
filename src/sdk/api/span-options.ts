import type { Nanoseconds } from '../../bundle/types';
import type { LiveSpan } from '../recording/live-span';
import type { SpanStart } from '../recording/start-span';
import type { SpanType } from '../recording/span-type';

/** How a span of `withSpan` or `startSpan` begins. */
export type SpanOptions = {
  readonly name?: string | undefined;
  /** One of `SpanType`, or any text; `UNKNOWN` when absent. */
  readonly spanType?: SpanType | undefined;
  readonly inputs?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly description?: string | undefined;
  /** Nanoseconds since the Unix epoch; now when absent. */
  readonly startTimeNs?: Nanoseconds | number | undefined;
  /** The span to hang under; the active one when absent. */
  readonly parent?: LiveSpan | undefined;
};

/** The options with their name filled in. */
export function asSpanStart(
  { name, ...rest }: SpanOptions,
  defaultName: string
): SpanStart {
  return { name: name ?? defaultName, ...rest };
}
