import { read } from '../config/environment';
import { warn } from '../diag';
import { cutText } from '../recording/preview';
import { shared } from '../state';
import type { EpochMilliseconds } from '../trace/timestamp';
import { chunksOf } from './map-bounded';
import { invalidParameter, MlflowException } from './mlflow-exception';
import { pathOf, type MlflowRest } from './mlflow-rest';
import { onceStored } from './pending-traces';

/** Which traces of an experiment to delete: exactly one of `maxTimestampMillis` and `traceIds`. */
export type DeleteTracesOptions = {
  readonly experimentId: string;
  /** Traces that began then or earlier, in milliseconds since the Unix epoch. */
  readonly maxTimestampMillis?: EpochMilliseconds | undefined;
  /** How many at most, oldest first; with `maxTimestampMillis` only. */
  readonly maxTraces?: number | undefined;
  /** An empty list counts as absent. */
  readonly traceIds?: readonly string[] | undefined;
};

/** Tags that MLflow itself keeps (`IMMUTABLE_TAGS`, MLflow 3.17). */
const ARCHIVAL_FAILURE = 'mlflow.trace.archivalFailure';
const IMMUTABLE_TAGS: ReadonlySet<string> = new Set([
  'mlflow.user',
  'mlflow.artifactLocation',
  'mlflow.trace.spansLocation',
  'mlflow.trace.archiveLocation',
  ARCHIVAL_FAILURE
]);

/** Characters that MLflow keeps of a tag. */
const TAG_LIMITS = { key: 250, value: 4096 } as const;

/** The words of SQLite, PostgreSQL and MySQL. */
const FOREIGN_KEY = /foreign key constraint/i;

/** The number of traces that were deleted. @throws MlflowException when the options do not go together. */
export async function deleteTraces(
  rest: MlflowRest,
  options: DeleteTracesOptions
): Promise<number> {
  checkDeletion(options);
  const {
    experimentId,
    maxTimestampMillis,
    maxTraces,
    traceIds = []
  } = options;
  if (maxTimestampMillis !== undefined) {
    return askDeletion(rest, {
      experiment_id: experimentId,
      max_timestamp_millis: maxTimestampMillis,
      ...(maxTraces !== undefined && { max_traces: maxTraces })
    });
  }
  let deleted = 0;
  for (const ids of chunksOf(traceIds, deleteBatch())) {
    deleted += await askDeletion(rest, {
      experiment_id: experimentId,
      request_ids: ids
    });
  }
  return deleted;
}

/**
 * Sets a tag of a trace, whether it still runs (then in memory, and sent with it) or is stored.
 * A value that is no text is turned into one, a tag that MLflow keeps for itself is left alone; both with a diagnostic.
 * @throws MlflowException when there is no such trace.
 */
export async function setTraceTag(
  rest: MlflowRest,
  traceId: string,
  key: string,
  value: unknown
): Promise<void> {
  if (typeof value !== 'string') {
    warn(
      'tag text',
      `setTraceTag: the value of "${key}" is no text and is turned into one`
    );
  }
  if (IMMUTABLE_TAGS.has(key)) {
    warn(
      `immutable tag ${key}`,
      `setTraceTag: MLflow sets the tag "${key}" itself, nothing is changed`
    );
    return;
  }
  const text = String(value);
  const recorder = shared.openTraces.get(traceId);
  if (recorder !== undefined) {
    recorder.details.tags.set(key, text);
    recorder.detailsChanged();
    return;
  }
  await onceStored(() => patchTag(rest, traceId, key, text));
}

async function patchTag(
  rest: MlflowRest,
  traceId: string,
  key: string,
  value: string
): Promise<void> {
  try {
    await rest.ask({
      call: 'setTraceTag',
      method: 'PATCH',
      path: tagsPath(traceId),
      body: {
        key: cutText(key, TAG_LIMITS.key),
        value: cutText(value, TAG_LIMITS.value)
      }
    });
  } catch (error) {
    // MLflow's server does not look for the trace: its database refuses the tag.
    if (error instanceof MlflowException && FOREIGN_KEY.test(error.message)) {
      throw new MlflowException(
        `setTraceTag: there is no trace with the id ${JSON.stringify(traceId)}`,
        { errorCode: 'RESOURCE_DOES_NOT_EXIST', cause: error }
      );
    }
    throw error;
  }
}

/** Deletes a tag of a running or a stored trace. @throws MlflowException when there is no such trace or tag. */
export async function deleteTraceTag(
  rest: MlflowRest,
  traceId: string,
  key: string
): Promise<void> {
  // Without this mark the server tries again to archive the trace: the one that a user may take away.
  if (IMMUTABLE_TAGS.has(key) && key !== ARCHIVAL_FAILURE) {
    warn(
      `immutable tag ${key}`,
      `deleteTraceTag: MLflow needs the tag "${key}" itself, nothing is changed`
    );
    return;
  }
  const recorder = shared.openTraces.get(traceId);
  if (recorder === undefined) {
    await onceStored(() =>
      rest.ask({
        call: 'deleteTraceTag',
        method: 'DELETE',
        path: tagsPath(traceId),
        body: { key: cutText(key, TAG_LIMITS.key) }
      })
    );
    return;
  }
  if (!recorder.details.tags.delete(key)) {
    throw new MlflowException(
      `deleteTraceTag: trace ${traceId} has no tag "${key}"`,
      { errorCode: 'RESOURCE_DOES_NOT_EXIST' }
    );
  }
  recorder.detailsChanged();
}

function tagsPath(traceId: string): string {
  return pathOf`/api/3.0/mlflow/traces/${traceId}/tags`;
}

async function askDeletion(
  rest: MlflowRest,
  body: Readonly<Record<string, unknown>>
): Promise<number> {
  const answer = await rest.ask({
    call: 'deleteTraces',
    method: 'POST',
    path: '/api/3.0/mlflow/traces/delete-traces',
    body
  });
  return Number(answer['traces_deleted'] ?? 0);
}

function checkDeletion(options: DeleteTracesOptions): void {
  const { maxTimestampMillis, maxTraces, traceIds = [] } = options;
  const hasIds = traceIds.length > 0;
  if ((maxTimestampMillis !== undefined) === hasIds) {
    throw invalidParameter(
      `deleteTraces: give either maxTimestampMillis or traceIds${hasIds ? ', not both' : ''}`
    );
  }
  if (hasIds && maxTraces !== undefined) {
    throw invalidParameter(
      'deleteTraces: maxTraces goes with maxTimestampMillis, not with traceIds'
    );
  }
  if (
    maxTraces !== undefined &&
    !(Number.isInteger(maxTraces) && maxTraces > 0)
  ) {
    throw invalidParameter(
      `deleteTraces: expected maxTraces to be a whole number above 0, found ${String(maxTraces)}`
    );
  }
  if (
    maxTimestampMillis !== undefined &&
    !Number.isSafeInteger(maxTimestampMillis)
  ) {
    throw invalidParameter(
      `deleteTraces: expected maxTimestampMillis to be whole milliseconds, found ${String(maxTimestampMillis)}`
    );
  }
}

function deleteBatch(): number {
  return read('MLFLOW_DELETE_TRACES_MAX_BATCH_SIZE');
}
