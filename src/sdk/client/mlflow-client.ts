import {
  endClientSpan,
  endClientTrace,
  startClientSpan,
  startClientTrace,
  type ClientSpanOptions,
  type StartTraceOptions
} from '../api/client-spans';
import { currentTarget, targetAt } from '../config/tracking';
import { displayable } from '../display/displayable';
import { displayFound } from '../display/trace-display';
import type { Experiment } from '../export/experiment';
import type { EndOptions, LiveSpan } from '../recording/live-span';
import type { Assessment, Expectation, Feedback } from '../trace/assessment';
import type { Trace } from '../trace/trace';
import type { TraceInfo } from '../trace/trace-info';
import {
  expectationOf,
  feedbackOf,
  type LogExpectationOptions,
  type LogFeedbackOptions
} from './assessment-options';
import {
  deleteAssessment,
  getAssessment,
  logAssessment,
  overrideFeedback,
  updateAssessment,
  type OverrideFeedbackOptions,
  type UpdateAssessmentOptions
} from './assessments';
import {
  createExperiment,
  getExperiment,
  getExperimentByName,
  type CreateExperimentOptions
} from './experiments';
import {
  deleteTraces,
  deleteTraceTag,
  setTraceTag,
  type DeleteTracesOptions
} from './manage-traces';
import { MlflowRest } from './mlflow-rest';
import { onceStored, pendingTracesSent } from './pending-traces';
import { fetchTrace, fetchTraceInfo } from './read-traces';
import {
  createRun,
  getRun,
  linkTracesToRun,
  setRunTag,
  updateRun,
  type CreateRunOptions,
  type Run,
  type UpdateRunOptions
} from './runs';
import type { SearchTracesOptions } from './search-options';
import {
  eachTrace,
  searchPage,
  type PagedList,
  type SearchPageOptions
} from './search-traces';

/** How `MlflowClient.getTrace` looks for a trace, and whether it shows it. */
export type ClientGetTraceOptions = {
  readonly flush?: boolean | undefined;
  readonly display?: boolean | undefined;
};

/** Where a client looks; the current tracking server when absent. */
export type MlflowClientOptions = { readonly trackingUri?: string | undefined };

/**
 * MLflow's tracking server: reads, finds and manages traces and what belongs to them. Each method asks the server and
 * rejects with an `MlflowException` when that fails; what passes within seconds (a server that starts) is waited for.
 *
 * Without an address it follows `setTrackingUri` and the environment.
 * @example
 * ```ts
 * const client = new MlflowClient();
 * const trace = await client.getTrace(traceId);
 * const run = await client.createRun(experimentId, { runName: 'nightly' });
 * await client.linkTracesToRun([trace.traceId], run.info.runId);
 * await client.setTerminated(run.info.runId);
 * ```
 */
export class MlflowClient {
  private readonly _rest: MlflowRest;

  /** @throws TypeError when the address is not http(s). */
  constructor(options: string | MlflowClientOptions = {}) {
    const trackingUri =
      typeof options === 'string' ? options : options.trackingUri;
    const target =
      trackingUri === undefined ? undefined : targetAt(trackingUri);
    this._rest = new MlflowRest(() => target ?? currentTarget());
  }

  /**
   * Starts a trace by hand and gives its root span. It is ended by `endTrace`, and stored then, where all traces of this
   * process go. It is not made active: spans of `withSpan` and `trace` begin traces of their own.
   *
   * @throws MlflowException while a span of `withSpan` or `trace` is active.
   * @example
   * const client = new MlflowClient();
   * const root = client.startTrace('answer', { inputs: { question } });
   * const child = client.startSpan('search', { traceId: root.traceId, parentId: root.spanId });
   * client.endSpan(root.traceId, child.spanId, { outputs: [] });
   * client.endTrace(root.traceId, { outputs: 'no' });
   */
  startTrace(name: string, options: StartTraceOptions = {}): LiveSpan {
    return startClientTrace(name, options);
  }

  /**
   * Starts a span by hand, under a span that runs in this process: of a client, or of `withSpan` and `trace`.
   * @throws MlflowException when the ids are missing, or name no such span.
   */
  startSpan(name: string, options: ClientSpanOptions): LiveSpan {
    return startClientSpan(name, options);
  }

  /** Ends a span by its ids, with status OK unless another is given. Of an unknown span nothing happens. */
  endSpan(traceId: string, spanId: string, options: EndOptions = {}): void {
    endClientSpan(traceId, spanId, options);
  }

  /**
   * Ends a trace by its id, with status OK unless another is given; spans of it that still run end too.
   * @throws MlflowException when no such trace runs in this process.
   */
  endTrace(traceId: string, options: EndOptions = {}): void {
    endClientTrace(traceId, options);
  }

  /**
   * A stored trace with its spans. In a notebook it is shown under the cell, as one of those that the cell made.
   * @param options flush: when it is not there, first send what still waits, and look again. display: false shows nothing.
   */
  async getTrace(
    traceId: string,
    { flush = false, display = true }: ClientGetTraceOptions = {}
  ): Promise<Trace> {
    const fetch = (): Promise<Trace> => fetchTrace(this._rest, traceId);
    const trace = await (flush ? onceStored(fetch) : fetch());
    if (display) {
      displayFound([trace], { isCapped: true });
    }
    return trace;
  }

  /** A stored trace without its spans: one small request. */
  async getTraceInfo(traceId: string): Promise<TraceInfo> {
    return fetchTraceInfo(this._rest, traceId);
  }

  /** One page: at most `maxResults` traces, 100 by default and 500 at most; its `token` asks for the next one. */
  async searchTraces(
    options: SearchPageOptions = {}
  ): Promise<PagedList<Trace>> {
    return displayable(await searchPage(this._rest, options, displayFound));
  }

  /** All traces that fit, page after page as they are taken: `for await (const trace of client.iterateTraces(…))`. */
  async *iterateTraces(
    options: SearchTracesOptions = {}
  ): AsyncGenerator<Trace, void, undefined> {
    for await (const trace of eachTrace(this._rest, options)) {
      displayFound([trace]);
      yield trace;
    }
  }

  /** The number of traces that were deleted. */
  async deleteTraces(options: DeleteTracesOptions): Promise<number> {
    return deleteTraces(this._rest, options);
  }

  /** Of a running trace too: then the tag is sent with it. */
  async setTraceTag(
    traceId: string,
    key: string,
    value: string
  ): Promise<void> {
    return setTraceTag(this._rest, traceId, key, value);
  }

  async deleteTraceTag(traceId: string, key: string): Promise<void> {
    return deleteTraceTag(this._rest, traceId, key);
  }

  /** Stores a judgement of a trace or span; of a running trace it is sent with it, and has no id yet. */
  async logFeedback(options: LogFeedbackOptions): Promise<Feedback> {
    return logAssessment(this._rest, 'logFeedback', feedbackOf(options));
  }

  /** Stores what a trace or span should have given; of a running trace it is sent with it, and has no id yet. */
  async logExpectation(options: LogExpectationOptions): Promise<Expectation> {
    return logAssessment(this._rest, 'logExpectation', expectationOf(options));
  }

  async getAssessment(
    traceId: string,
    assessmentId: string
  ): Promise<Assessment> {
    return getAssessment(this._rest, traceId, assessmentId);
  }

  /** Changes an assessment in place; the result is the assessment as it is then. */
  async updateAssessment(
    traceId: string,
    assessmentId: string,
    changes: UpdateAssessmentOptions
  ): Promise<Assessment> {
    return updateAssessment(this._rest, { traceId, assessmentId }, changes);
  }

  async deleteAssessment(traceId: string, assessmentId: string): Promise<void> {
    return deleteAssessment(this._rest, traceId, assessmentId);
  }

  /** Logs a feedback in place of another one, which is kept but no longer valid. */
  async overrideFeedback(options: OverrideFeedbackOptions): Promise<Feedback> {
    return overrideFeedback(this._rest, options);
  }

  /** The id of the new experiment. */
  async createExperiment(
    name: string,
    options: CreateExperimentOptions = {}
  ): Promise<string> {
    return createExperiment(this._rest, name, options);
  }

  async getExperiment(experimentId: string): Promise<Experiment> {
    return getExperiment(this._rest, experimentId);
  }

  /** `null` when there is none of that name. */
  async getExperimentByName(name: string): Promise<Experiment | null> {
    return getExperimentByName(this._rest, name);
  }

  async createRun(
    experimentId: string,
    options: CreateRunOptions = {}
  ): Promise<Run> {
    return createRun(this._rest, experimentId, options);
  }

  async getRun(runId: string): Promise<Run> {
    return getRun(this._rest, runId);
  }

  async updateRun(runId: string, changes: UpdateRunOptions): Promise<void> {
    return updateRun(this._rest, runId, changes);
  }

  async setRunTag(runId: string, key: string, value: string): Promise<void> {
    return setRunTag(this._rest, runId, key, value);
  }

  /** Ends a run: FINISHED, now, when nothing else is said. */
  async setTerminated(
    runId: string,
    { status = 'FINISHED', endTime = Date.now() }: UpdateRunOptions = {}
  ): Promise<void> {
    return updateRun(this._rest, runId, { status, endTime });
  }

  /** Links at most 100 traces to a run: MLflow's UI shows them there, `searchTraces({runId})` finds them. */
  async linkTracesToRun(
    traceIds: readonly string[],
    runId: string
  ): Promise<void> {
    await pendingTracesSent();
    return linkTracesToRun(this._rest, traceIds, runId);
  }
}
