import { messageOf, warn } from '../diag';
import { getLastActiveTraceId } from '../api/current-trace';
import { displayable } from '../display/displayable';
import type { Expectation, Feedback } from '../trace/assessment';
import type { Trace } from '../trace/trace';
import type {
  LogExpectationOptions,
  LogFeedbackOptions
} from './assessment-options';
import { MlflowClient } from './mlflow-client';
import type { SearchTracesOptions } from './search-options';

/** How `getTrace` looks for a trace. */
export type GetTraceOptions = {
  /** True: say nothing when there is none. */
  readonly silent?: boolean | undefined;
  /** True: when it is not there, first send what still waits, and look again. */
  readonly flush?: boolean | undefined;
};

/**
 * A stored trace with its spans; `null`, with a diagnostic, when it cannot be had. Never rejects. In a notebook it is
 * shown when it is the last value of a cell, or by `display`.
 * @example
 * ```ts
 * const trace = await getTrace(traceId, { flush: true });
 * trace?.info.state; // → 'OK'
 * ```
 */
export async function getTrace(
  traceId: string,
  { silent = false, flush = false }: GetTraceOptions = {}
): Promise<Trace | null> {
  try {
    return await new MlflowClient().getTrace(traceId, {
      flush,
      display: false
    });
  } catch (error) {
    if (!silent) {
      const hint = flush
        ? ''
        : '; a trace that has just ended may still be on its way: pass { flush: true }';
      warn(`get trace ${traceId}`, `${messageOf(error)}${hint}`);
    }
    return null;
  }
}

/**
 * The trace whose root span ended last in this process, as it is stored; `null` when there is none.
 * @example
 * ```ts
 * withSpan(() => 42, { name: 'answer' });
 * const trace = await getLastActiveTrace();
 * trace?.data.spans[0]?.outputs; // → 42
 * ```
 */
export async function getLastActiveTrace(): Promise<Trace | null> {
  const traceId = getLastActiveTraceId();
  return traceId === null ? null : getTrace(traceId, { flush: true });
}

/**
 * The traces that fit, all of them unless `maxResults` says otherwise, in the order of `orderBy`. In a notebook they are
 * listed under the cell.
 * @throws MlflowException
 * @example
 * ```ts
 * const slow = await searchTraces({
 *   experimentNames: ['support-bot'],
 *   filterString: 'execution_time_ms > 5000',
 *   maxResults: 10
 * });
 * ```
 */
export async function searchTraces(
  options: SearchTracesOptions = {}
): Promise<Trace[]> {
  const traces: Trace[] = [];
  for await (const trace of iterateTraces(options)) {
    traces.push(trace);
  }
  return displayable(traces);
}

/**
 * The same one by one, fetched a page at a time: for more traces than the memory should hold.
 * @throws MlflowException
 * @example
 * ```ts
 * const names = new Set<string | undefined>();
 * for await (const trace of iterateTraces({ experimentIds: [experimentId] })) {
 *   names.add(trace.info.tags['mlflow.traceName']);
 * }
 * names.has('answer'); // → true
 * ```
 */
export function iterateTraces(
  options: SearchTracesOptions = {}
): AsyncGenerator<Trace, void, undefined> {
  return new MlflowClient().iterateTraces(options);
}

/**
 * Sets a tag of a running or a stored trace.
 * @throws MlflowException when there is no such trace.
 * @example
 * ```ts
 * await setTraceTag(traceId, 'reviewed', 'yes');
 * ```
 */
export async function setTraceTag(
  traceId: string,
  key: string,
  value: string
): Promise<void> {
  return new MlflowClient().setTraceTag(traceId, key, value);
}

/**
 * Deletes a tag of a running or a stored trace.
 * @throws MlflowException when there is no such trace or tag.
 * @example
 * ```ts
 * await setTraceTag(traceId, 'reviewed', 'yes');
 * await deleteTraceTag(traceId, 'reviewed');
 * ```
 */
export async function deleteTraceTag(
  traceId: string,
  key: string
): Promise<void> {
  return new MlflowClient().deleteTraceTag(traceId, key);
}

/**
 * Stores a judgement of a trace or span; the source is CODE unless it says otherwise.
 * @throws MlflowException
 * @example
 * ```ts
 * await logFeedback({
 *   traceId,
 *   name: 'relevance',
 *   value: 0.9,
 *   source: { sourceType: 'LLM_JUDGE', sourceId: 'gpt-4o' }
 * });
 * ```
 */
export async function logFeedback(
  options: LogFeedbackOptions
): Promise<Feedback> {
  return new MlflowClient().logFeedback(options);
}

/**
 * Stores what a trace or span should have given; the source is HUMAN unless it says otherwise.
 * @throws MlflowException
 * @example
 * ```ts
 * await logExpectation({
 *   traceId,
 *   name: 'answer',
 *   value: 'The capital of France is Paris.'
 * });
 * ```
 */
export async function logExpectation(
  options: LogExpectationOptions
): Promise<Expectation> {
  return new MlflowClient().logExpectation(options);
}
