import { present } from '../../bundle/present';
import { isObject } from '../../bundle/read-json';
import { keyValueList, keyValueMap } from '../trace/key-values';
import { textOf } from '../trace/read-text';
import type { EpochMilliseconds } from '../trace/timestamp';
import { invalidParameter } from './mlflow-exception';
import type { MlflowRest } from './mlflow-rest';

/** MLflow's states of a run. */
export type RunStatus =
  'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

/** A run: what traces may be linked to. */
export type Run = {
  readonly info: {
    readonly runId: string;
    readonly experimentId: string;
    readonly runName: string;
    readonly status: RunStatus;
    readonly startTime?: EpochMilliseconds;
    /** Absent while the run goes on. */
    readonly endTime?: EpochMilliseconds;
    readonly lifecycleStage: 'active' | 'deleted';
  };
  readonly data: { readonly tags: Readonly<Record<string, string>> };
};

/** What may be said when a run is made. */
export type CreateRunOptions = {
  /** The server makes one up when absent. */
  readonly runName?: string | undefined;
  /** Now when absent. */
  readonly startTime?: EpochMilliseconds | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
};

/** What to change of a run; an absent member is left alone. */
export type UpdateRunOptions = {
  readonly status?: RunStatus | undefined;
  readonly name?: string | undefined;
  readonly endTime?: EpochMilliseconds | undefined;
};

/** Traces that one request may link. */
const MAX_LINKED = 100;

/** @throws MlflowException */
export async function createRun(
  rest: MlflowRest,
  experimentId: string,
  { runName, startTime = Date.now(), tags = {} }: CreateRunOptions
): Promise<Run> {
  const answer = await rest.ask({
    call: 'createRun',
    method: 'POST',
    path: '/api/2.0/mlflow/runs/create',
    body: {
      experiment_id: experimentId,
      start_time: startTime,
      ...(runName !== undefined && { run_name: runName }),
      tags: keyValueList(tags)
    }
  });
  return readRun(answer['run']);
}

/** @throws MlflowException RESOURCE_DOES_NOT_EXIST when there is none. */
export async function getRun(rest: MlflowRest, runId: string): Promise<Run> {
  const answer = await rest.ask({
    call: 'getRun',
    method: 'GET',
    path: '/api/2.0/mlflow/runs/get',
    query: [['run_id', runId]]
  });
  return readRun(answer['run']);
}

/** @throws MlflowException, also when nothing is to be changed. */
export async function updateRun(
  rest: MlflowRest,
  runId: string,
  { status, name, endTime }: UpdateRunOptions
): Promise<void> {
  if (status === undefined && name === undefined && endTime === undefined) {
    throw invalidParameter('updateRun: give status, name or endTime');
  }
  await rest.ask({
    call: 'updateRun',
    method: 'POST',
    path: '/api/2.0/mlflow/runs/update',
    body: {
      run_id: runId,
      ...present({ status, run_name: name, end_time: endTime })
    }
  });
}

/** @throws MlflowException */
export async function setRunTag(
  rest: MlflowRest,
  runId: string,
  key: string,
  value: string
): Promise<void> {
  await rest.ask({
    call: 'setRunTag',
    method: 'POST',
    path: '/api/2.0/mlflow/runs/set-tag',
    body: { run_id: runId, key, value }
  });
}

/** Links traces that are stored to a run, 100 a request as the server takes them. @throws MlflowException */
export async function linkTracesToRun(
  rest: MlflowRest,
  traceIds: readonly string[],
  runId: string
): Promise<void> {
  if (traceIds.length > MAX_LINKED) {
    throw invalidParameter(
      `linkTracesToRun: ${traceIds.length} traces are given, expected at most ${MAX_LINKED}`
    );
  }
  await rest.ask({
    call: 'linkTracesToRun',
    method: 'POST',
    path: '/api/2.0/mlflow/traces/link-to-run',
    body: { trace_ids: traceIds, run_id: runId }
  });
}

const STATUSES: readonly RunStatus[] = [
  'SCHEDULED',
  'FINISHED',
  'FAILED',
  'KILLED'
];

function readRun(value: unknown): Run {
  const run = isObject(value) ? value : {};
  const info = isObject(run['info']) ? run['info'] : {};
  const data = isObject(run['data']) ? run['data'] : {};
  return {
    info: {
      runId: textOf(info['run_id']) ?? '',
      experimentId: textOf(info['experiment_id']) ?? '',
      runName: textOf(info['run_name']) ?? '',
      status: STATUSES.find(known => known === info['status']) ?? 'RUNNING',
      lifecycleStage:
        info['lifecycle_stage'] === 'deleted' ? 'deleted' : 'active',
      ...present({
        startTime: timeOf(info['start_time']),
        endTime: timeOf(info['end_time'])
      })
    },
    data: { tags: keyValueMap(data['tags']) }
  };
}

function timeOf(value: unknown): EpochMilliseconds | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}
