import { isRatio } from '../config/sampling';
import { checkedLogLevel, type SpanLogLevel } from '../recording/log-level';
import type { SpanType } from '../recording/span-type';
import type { SpanLink } from '../trace/span-data';
import { experimentOf } from './span-options';
import type { ExperimentOptions } from './configuration';

/** How the calls of a traced function are recorded. */
export type TraceOptions = {
  /** Name of the spans; the function's own name when absent. */
  readonly name?: string | undefined;
  /** One of `SpanType`, or any text; `UNKNOWN` when absent. */
  readonly spanType?: SpanType | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly description?: string | undefined;
  /** By its spanType when absent. */
  readonly logLevel?: SpanLogLevel | keyof typeof SpanLogLevel | undefined;
  /** Spans of other traces that each call has to do with. */
  readonly links?: readonly SpanLink[] | undefined;
  /** The experiment of the traces that the function starts. */
  readonly traceDestination?: ExperimentOptions | undefined;
  /** Of a generator: makes the outputs from the list of what it yielded. */
  readonly outputReducer?:
    ((chunks: readonly unknown[]) => unknown) | undefined;
  /** Share of the traces that is recorded, 0 to 1, when the function starts one; goes before MLFLOW_TRACE_SAMPLING_RATIO. */
  readonly samplingRatioOverride?: number | undefined;
};

/** @throws TypeError, RangeError when an option cannot be meant so. */
export function checkTraceOptions(
  {
    outputReducer,
    samplingRatioOverride,
    logLevel,
    traceDestination
  }: TraceOptions,
  isGenerator: boolean
): void {
  if (outputReducer !== undefined && !isGenerator) {
    throw new TypeError('trace: outputReducer is for generator functions only');
  }
  if (samplingRatioOverride !== undefined && !isRatio(samplingRatioOverride)) {
    throw new RangeError(
      `trace: samplingRatioOverride is ${samplingRatioOverride}, expected a number from 0 to 1`
    );
  }
  if (logLevel !== undefined) {
    checkedLogLevel(logLevel);
  }
  experimentOf({ traceDestination });
}
