import type { Nanoseconds } from '../../bundle/types';
import type { ExperimentChoice } from '../config/experiment-choice';
import type { LiveSpan } from '../recording/live-span';
import type { SpanLogLevel } from '../recording/log-level';
import type { SpanStart } from '../recording/start-span';
import type { SpanType } from '../recording/span-type';
import type { SpanLink } from '../trace/span-data';
import { choiceOf, type ExperimentOptions } from './configuration';
import { spanOfHeaders, type TraceHeaders } from './trace-headers';

/** Where the trace that a root span begins goes; on other spans ignored, with a diagnostic. */
export type TargetOptions = {
  /** The experiment of the trace; goes before `tracing.setDestination`, the active run and `setExperiment`. */
  readonly traceDestination?: ExperimentOptions | undefined;
  /** The same, by id. */
  readonly experimentId?: string | undefined;
  /** The run that the trace is linked to; goes before the active run. */
  readonly runId?: string | undefined;
};

/** How a span of `withSpan` or `startSpan` begins. */
export type SpanOptions = TargetOptions & {
  readonly name?: string | undefined;
  /** One of `SpanType`, or any text; `UNKNOWN` when absent. */
  readonly spanType?: SpanType | undefined;
  readonly inputs?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly description?: string | undefined;
  /** By its spanType when absent: INFO for calls of models, tools, retrievers and agents, DEBUG for others. */
  readonly logLevel?: SpanLogLevel | keyof typeof SpanLogLevel | undefined;
  /** Spans of other traces that this one has to do with. */
  readonly links?: readonly SpanLink[] | undefined;
  /** Nanoseconds since the Unix epoch; now when absent. */
  readonly startTimeNs?: Nanoseconds | number | undefined;
  /** The span to hang under; the active one when absent. */
  readonly parent?: LiveSpan | undefined;
  /** Headers of a request, or a `traceparent`: the span hangs under the span of the sender, when they name one. */
  readonly parentContext?: TraceHeaders | string | undefined;
  /** Added to the tags of the trace. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Added to the metadata of the trace. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
};

/** The options with their name filled in. */
export function asSpanStart(
  { name, parent, parentContext, ...rest }: SpanOptions,
  defaultName: string
): SpanStart {
  return {
    ...rest,
    name: name ?? defaultName,
    parent:
      parent ??
      (parentContext === undefined ? undefined : spanOfHeaders(parentContext)),
    experiment: experimentOf(rest)
  };
}

/** @throws TypeError for a destination that is not just one of name and id. */
export function experimentOf({
  experimentId,
  traceDestination
}: TargetOptions): ExperimentChoice | undefined {
  const destination =
    traceDestination ??
    (experimentId === undefined ? undefined : { experimentId });
  return destination && choiceOf(destination, 'traceDestination');
}
