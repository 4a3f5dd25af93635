import { AttributeKey } from '../recording/attribute-keys';
import { startUnseenSpan } from './start-span';

/** A trace that is told after the fact. */
export type LogTraceOptions = {
  /** Name of the trace and of its one span; "Task" when absent. */
  readonly name?: string | undefined;
  readonly request?: unknown;
  readonly response?: unknown;
  readonly intermediateOutputs?: Readonly<Record<string, unknown>> | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds since the Unix epoch; now when absent. */
  readonly startTimeMs?: number | undefined;
  /** Milliseconds; counts only with a start. */
  readonly executionTimeMs?: number | undefined;
};

/**
 * Records a trace of one span, from a request and its response.
 * @returns the id of the trace.
 * @example
 * const traceId = logTrace({ request: 'Does it rain?', response: 'No', startTimeMs: Date.now() - 900, executionTimeMs: 900 });
 */
export function logTrace({
  name = 'Task',
  request,
  response,
  intermediateOutputs,
  attributes,
  tags,
  startTimeMs,
  executionTimeMs
}: LogTraceOptions = {}): string {
  const span = startUnseenSpan({
    name,
    inputs: request,
    attributes: {
      ...attributes,
      ...(intermediateOutputs && {
        [AttributeKey.intermediateOutputs]: intermediateOutputs
      })
    },
    tags,
    ...(startTimeMs !== undefined && {
      startTimeNs: inNanoseconds(startTimeMs)
    })
  });
  span.end({
    outputs: response,
    ...(startTimeMs !== undefined &&
      executionTimeMs !== undefined && {
        endTimeNs: inNanoseconds(startTimeMs + executionTimeMs)
      })
  });
  return span.traceId;
}

function inNanoseconds(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds * 1000)) * 1000n;
}
