import { isList, isObject } from '../../bundle/read-json';
import { read } from '../config/environment';
import { messageOf, warn } from '../diag';
import { readSpans, readTrace } from '../trace/read-trace';
import { Trace } from '../trace/trace';
import { readTraceInfo, type TraceInfo } from '../trace/trace-info';
import { chunksOf, mapBounded } from './map-bounded';
import { isNotFound, MlflowException } from './mlflow-exception';
import { pathOf, type MlflowRest } from './mlflow-rest';

/** Values of the tag that says where the spans of a trace are; those of any other are an artifact. */
const SPANS_LOCATION = 'mlflow.trace.spansLocation';
const IN_STORE: ReadonlySet<string | undefined> = new Set([
  'TRACKING_STORE',
  'ARCHIVE_REPO'
]);

/**
 * One trace with its spans. Where the server cannot give them from its database (older versions, traces that were
 * written as artifacts, values that it cannot encode) they are read from the trace's artifact.
 * @throws MlflowException, RESOURCE_DOES_NOT_EXIST when there is no such trace.
 */
export async function fetchTrace(
  rest: MlflowRest,
  traceId: string
): Promise<Trace> {
  try {
    const answer = await rest.ask({
      call: 'getTrace',
      method: 'GET',
      path: '/api/3.0/mlflow/traces/get',
      query: [['trace_id', traceId]]
    });
    return traceOf(answer);
  } catch (error) {
    if (!isWorthArtifact(error)) {
      throw error;
    }
    const info = await fetchTraceInfo(rest, traceId);
    return fetchArtifact(rest, info).catch((without: unknown) => {
      throw withOldestVersion(without);
    });
  }
}

/** MLflow 3.4 and 3.5 keep spans in their database, and have no route that gives them. */
function withOldestVersion(error: unknown): unknown {
  return error instanceof MlflowException && error.status === 404
    ? new MlflowException(
        `${error.message}; a server older than MLflow 3.6 does not give spans from its database`,
        error
      )
    : error;
}

/** What is known of a trace besides its spans. @throws MlflowException */
export async function fetchTraceInfo(
  rest: MlflowRest,
  traceId: string
): Promise<TraceInfo> {
  const answer = await rest.ask({
    call: 'getTraceInfo',
    method: 'GET',
    path: pathOf`/api/3.0/mlflow/traces/${traceId}`
  });
  const trace = isObject(answer['trace']) ? answer['trace'] : {};
  const info = trace['trace_info'];
  return readTraceInfo(isObject(info) ? info : {});
}

/**
 * The traces of these infos, in their order, at most four requests at a time. One that cannot be read costs none of
 * the others: it comes without spans, with a diagnostic.
 */
export async function fetchTraces(
  rest: MlflowRest,
  infos: readonly TraceInfo[]
): Promise<Trace[]> {
  const stored = infos.filter(isInStore);
  const batches = chunksOf(stored, batchSize());
  const found = await mapBounded(batches, downloads(), batch =>
    fetchBatch(rest, batch)
  );
  const byId = new Map(found.flat().map(trace => [trace.traceId, trace]));
  return mapBounded(
    infos,
    downloads(),
    async info => byId.get(info.traceId) ?? fetchAlone(rest, info)
  );
}

/** What the server can give of a batch; one bad trace fails all of it, and then each is fetched alone. */
async function fetchBatch(
  rest: MlflowRest,
  infos: readonly TraceInfo[]
): Promise<readonly Trace[]> {
  try {
    const answer = await rest.ask({
      call: 'searchTraces',
      method: 'GET',
      path: '/api/3.0/mlflow/traces/batchGet',
      query: infos.map(({ traceId }) => ['trace_ids', traceId])
    });
    const traces = isList(answer['traces']) ? answer['traces'] : [];
    return traces.map(traceOf);
  } catch (error) {
    if (!isWorthArtifact(error)) {
      throw error;
    }
    return [];
  }
}

async function fetchAlone(rest: MlflowRest, info: TraceInfo): Promise<Trace> {
  try {
    return isInStore(info)
      ? await fetchTrace(rest, info.traceId)
      : await fetchArtifact(rest, info);
  } catch (error) {
    if (error instanceof MlflowException && error.status === undefined) {
      throw error;
    }
    warn(
      `spans of ${info.traceId}`,
      `searchTraces: trace ${info.traceId} is given without spans: ${messageOf(error)}`
    );
    return new Trace(info, { spans: [] });
  }
}

async function fetchArtifact(
  rest: MlflowRest,
  info: TraceInfo
): Promise<Trace> {
  const answer = await rest.ask({
    call: 'getTrace',
    method: 'GET',
    // This route has no /api form; the same below 3.0 is not in MLflow 3.6.
    path: '/ajax-api/2.0/mlflow/get-trace-artifact',
    query: [['request_id', info.traceId]]
  });
  return new Trace(info, { spans: readSpans(answer) });
}

function traceOf(answer: unknown): Trace {
  const { info, spans } = readTrace(answer);
  return new Trace(info, { spans });
}

/**
 * Whether the artifact may have what this answer lacks: a server error, a route that an older server does not have
 * (some take "get" and "batchGet" for the id of a trace), or an answer that cannot be read.
 */
function isWorthArtifact(error: unknown): boolean {
  if (!(error instanceof MlflowException)) {
    return error instanceof TypeError || error instanceof RangeError;
  }
  const { status = 0, errorCode, message } = error;
  return (
    status >= 500 ||
    errorCode === 'ENDPOINT_NOT_FOUND' ||
    (status === 404 && !isNotFound(error)) ||
    /Trace with ID '(?:get|batchGet)'/.test(message)
  );
}

function isInStore({ tags }: TraceInfo): boolean {
  return IN_STORE.has(tags[SPANS_LOCATION]);
}

function batchSize(): number {
  return read('MLFLOW_SEARCH_TRACES_MAX_BATCH_SIZE');
}

function downloads(): number {
  return read('MLFLOW_SEARCH_TRACES_MAX_THREADS');
}
