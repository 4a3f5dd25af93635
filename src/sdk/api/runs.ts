import process from 'node:process';
import { invalidParameter, MlflowException } from '../client/mlflow-exception';
import { MlflowClient } from '../client/mlflow-client';
import type { Run, RunStatus } from '../client/runs';
import { activeExperiment } from '../config/experiment-choice';
import { read } from '../config/environment';
import { currentTarget } from '../config/tracking';
import { resolveExperiment } from '../export/experiments';
import { currentRun, runInScope } from '../recording/ambient';
import { environmentMetadata } from '../recording/environment-metadata';
import { shared } from '../state';

/** Which run to start, or to go on with. */
export type StartRunOptions = {
  /** Goes on with a run that there is; MLFLOW_RUN_ID when absent, else a new run begins. */
  readonly runId?: string | undefined;
  /** Of a new run; the active experiment when absent. */
  readonly experimentId?: string | undefined;
  /** The server makes one up when absent. */
  readonly runName?: string | undefined;
  /** True: as a child of the active run. Without it, a run within a run is an error. */
  readonly nested?: boolean | undefined;
  /** The run to be the child of; with an active run it must be that one. */
  readonly parentRunId?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Shown in MLflow's UI. */
  readonly description?: string | undefined;
};

/** Tags with a meaning of MLflow's own. */
const Tag = {
  parent: 'mlflow.parentRunId',
  name: 'mlflow.runName',
  note: 'mlflow.note.content'
} as const;

/**
 * The run that traces are linked to now: of the innermost `withRun`, else of `startRun`; `null` when there is none.
 * @example
 * await withRun({ runName: 'nightly' }, async () => {
 *   activeRun()?.info.runName; // → 'nightly'
 * });
 */
export function activeRun(): Run | null {
  return currentRun() ?? null;
}

/**
 * Starts a run for the whole process, so that a run of one notebook cell holds in the cells after it, up to `endRun`.
 * Traces that start meanwhile belong to it and to its experiment. Where several runs go on at once, use `withRun`.
 *
 * @throws MlflowException when a run is active and `nested` is not set, or the server refuses.
 * @example
 * const run = await startRun({ runName: 'nightly' });
 * await answer(question);
 * await endRun();
 */
export async function startRun(options: StartRunOptions = {}): Promise<Run> {
  if (shared.ambient.getStore()?.run !== undefined) {
    throw invalidParameter(
      'startRun: withRun has a run of its own here; use withRun with nested: true'
    );
  }
  const run = await obtainRun('startRun', options);
  shared.runs.push(run);
  return run;
}

/**
 * Ends the run that `startRun` started last. Does nothing when there is none.
 * @throws MlflowException when the server cannot be told; the run is not active any more in any case.
 * @example
 * await startRun();
 * await endRun('KILLED');
 */
export async function endRun(status: RunStatus = 'FINISHED'): Promise<void> {
  const run = shared.runs.pop();
  if (run !== undefined) {
    await terminate(run, status);
  }
}

/**
 * Runs `fn` with a run of its own: traces that start within, also in what it awaits, belong to it and to its
 * experiment, and nothing outside does. The run ends with `fn`: FINISHED, or FAILED when it throws, which is thrown on.
 *
 * @returns what `fn` returns.
 * @throws MlflowException when a run is active and `nested` is not set, or the server refuses.
 * @example
 * await withRun({ runName: 'nightly' }, async run => {
 *   await answer(question);
 *   run.info.runName; // → 'nightly'
 * });
 */
export async function withRun<T>(
  options: StartRunOptions,
  fn: (run: Run) => T | PromiseLike<T>
): Promise<T> {
  const run = await obtainRun('withRun', options);
  let result: T;
  try {
    result = await runInScope({ run }, () => fn(run));
  } catch (error) {
    // What the user's code threw is what the caller is to see, whatever the server says.
    await terminate(run, 'FAILED').catch(() => undefined);
    throw error;
  }
  await terminate(run, 'FINISHED');
  return result;
}

async function terminate(run: Run, status: RunStatus): Promise<void> {
  await new MlflowClient().setTerminated(run.info.runId, { status });
}

async function obtainRun(
  caller: string,
  options: StartRunOptions
): Promise<Run> {
  const active = currentRun();
  if (active !== undefined && options.nested !== true) {
    throw invalidParameter(
      `${caller}: the run ${active.info.runId} is active; end it, or pass { nested: true } for a run within it`
    );
  }
  const known = options.runId ?? runIdOfEnvironment();
  return known === undefined
    ? createRun(caller, options, active)
    : resumeRun(caller, known, options);
}

/** For one run only, as in Python: the next one is a new run. */
function runIdOfEnvironment(): string | undefined {
  const id = read('MLFLOW_RUN_ID');
  delete process.env['MLFLOW_RUN_ID'];
  return id;
}

async function resumeRun(
  caller: string,
  runId: string,
  { runName, tags, description }: StartRunOptions
): Promise<Run> {
  const client = new MlflowClient();
  checkAlive(caller, await client.getRun(runId));
  await client.updateRun(runId, { status: 'RUNNING', name: runName });
  for (const [key, value] of Object.entries(tagsOf(tags, description))) {
    await client.setRunTag(runId, key, value);
  }
  return client.getRun(runId);
}

async function createRun(
  caller: string,
  options: StartRunOptions,
  active: Run | undefined
): Promise<Run> {
  const { runName, tags, description } = options;
  const client = new MlflowClient();
  const parent = await parentOf(caller, options, active);
  const experimentId =
    options.experimentId ?? (await activeExperimentId(caller));
  return client.createRun(experimentId, {
    runName,
    tags: {
      ...environmentMetadata(),
      ...tagsOf(tags, description),
      ...(parent !== undefined && { [Tag.parent]: parent }),
      ...(runName !== undefined && { [Tag.name]: runName })
    }
  });
}

async function parentOf(
  caller: string,
  { parentRunId }: StartRunOptions,
  active: Run | undefined
): Promise<string | undefined> {
  const activeId = active?.info.runId;
  if (parentRunId === undefined) {
    return activeId;
  }
  if (activeId !== undefined && activeId !== parentRunId) {
    throw invalidParameter(
      `${caller}: the run ${activeId} is active, and the parent is to be ${parentRunId}; end the active run first`
    );
  }
  checkAlive(caller, await new MlflowClient().getRun(parentRunId));
  return parentRunId;
}

function checkAlive(caller: string, { info }: Run): void {
  if (info.lifecycleStage === 'deleted') {
    throw invalidParameter(`${caller}: the run ${info.runId} is deleted`);
  }
}

function tagsOf(
  tags: StartRunOptions['tags'] = {},
  description: string | undefined
): Readonly<Record<string, string>> {
  if (description !== undefined && Tag.note in tags) {
    throw invalidParameter(
      `startRun: give the description as such, or as the tag ${Tag.note}, not both`
    );
  }
  return description === undefined
    ? tags
    : { ...tags, [Tag.note]: description };
}

async function activeExperimentId(caller: string): Promise<string> {
  const experiment = activeExperiment();
  if (experiment.kind === 'id') {
    return experiment.id;
  }
  const target = currentTarget();
  if (target === undefined) {
    throw new MlflowException(
      `${caller}: no tracking server is set; call setTrackingUri("http://…") or set MLFLOW_TRACKING_URI`,
      { errorCode: 'INVALID_PARAMETER_VALUE' }
    );
  }
  return (await resolveExperiment({ ...target, experiment })).experimentId;
}
