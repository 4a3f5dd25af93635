import { present } from '../../bundle/present';
import { isList, isObject, type Unknown } from '../../bundle/read-json';
import { ExperimentIds } from '../export/experiments';
import { displaySearched, type SearchQuery } from '../display/trace-display';
import { Trace } from '../trace/trace';
import { readTraceInfo, type TraceInfo } from '../trace/trace-info';
import { getExperimentByName } from './experiments';
import { invalidParameter, MlflowException } from './mlflow-exception';
import type { MlflowRest } from './mlflow-rest';
import { pendingTracesSent } from './pending-traces';
import { fetchTraces } from './read-traces';
import { getRun } from './runs';
import {
  checkMaxResults,
  filterOf,
  type SearchTracesOptions
} from './search-options';

/** One page of a search; `token` asks for the next one and is absent on the last. */
export type PagedList<T> = T[] & { readonly token: string | undefined };

/** As `SearchTracesOptions`, for one page. */
export type SearchPageOptions = SearchTracesOptions & {
  /** The `token` of the page before. */
  readonly pageToken?: string | undefined;
};

/** Traces of one request: MLflow's own page size. */
const PAGE_SIZE = 100;

/** Traces that may be written while a search goes on without one coming twice; their ids take 1 MB. */
const REMEMBERED = 10_000;

/** More is refused by MLflow's server. */
const MAX_PAGE_SIZE = 500;

/** The search as the server understands it, ready to be asked page by page. */
type Search = {
  readonly body: Unknown;
  /** The same for who is to go on with it. */
  readonly query: SearchQuery;
  readonly includesSpans: boolean;
};

/**
 * One page of at most `maxResults` traces (100 by default, 500 at most). `shown` is given them before the display is
 * told how to go on.
 * @throws MlflowException
 */
export async function searchPage(
  rest: MlflowRest,
  options: SearchPageOptions,
  shown: (traces: readonly Trace[]) => void
): Promise<PagedList<Trace>> {
  const { maxResults = PAGE_SIZE, pageToken } = options;
  const search = await prepare(rest, options);
  if (maxResults === 0) {
    return Object.assign([], { token: undefined });
  }
  const size = Math.min(maxResults, MAX_PAGE_SIZE);
  const { infos, token } = await askPage(rest, search, size, pageToken);
  const traces = await tracesOf(rest, search, infos);
  shown(traces);
  displaySearched(search.query, token);
  return Object.assign(traces, { token });
}

/**
 * All traces that fit, `maxResults` of them at most, a page at a time: the next one is asked for when it is needed.
 * The server counts pages by position, so a trace that is written meanwhile may shift the others: none comes twice.
 * @throws MlflowException
 */
export async function* eachTrace(
  rest: MlflowRest,
  options: SearchTracesOptions
): AsyncGenerator<Trace, void, undefined> {
  const search = await prepare(rest, options);
  const seen = new Set<string>();
  let left = options.maxResults ?? Infinity;
  let token: string | undefined;
  while (left > 0) {
    const size = Math.min(left, PAGE_SIZE);
    const page = await askPage(rest, search, size, token);
    const infos = page.infos.filter(({ traceId }) => !seen.has(traceId));
    infos.forEach(({ traceId }) => seen.add(traceId));
    forgetOldest(seen);
    yield* await tracesOf(rest, search, infos);
    const isLast = page.token === undefined || page.token === token;
    displaySearched(search.query, isLast ? undefined : page.token);
    if (isLast) {
      return;
    }
    left -= infos.length;
    token = page.token;
  }
}

/** Memory stays the same however many traces there are; a set lists its values as they came. */
function forgetOldest(ids: Set<string>): void {
  for (const id of ids) {
    if (ids.size <= REMEMBERED) {
      return;
    }
    ids.delete(id);
  }
}

async function prepare(
  rest: MlflowRest,
  options: SearchTracesOptions
): Promise<Search> {
  const { maxResults, flush = false, runId, orderBy, includeSpans } = options;
  checkMaxResults(maxResults);
  const filter = filterOf(options);
  if (flush) {
    await pendingTracesSent();
  }
  const ids = await experimentIdsOf(rest, options);
  if (runId !== undefined) {
    await checkRun(rest, runId, ids);
  }
  return {
    includesSpans: includeSpans ?? true,
    query: { experimentIds: ids, ...present({ filter, orderBy }) },
    body: {
      locations: ids.map(id => ({
        type: 'MLFLOW_EXPERIMENT',
        mlflow_experiment: { experiment_id: id }
      })),
      ...(filter !== undefined && { filter }),
      ...(orderBy !== undefined && { order_by: orderBy })
    }
  };
}

async function experimentIdsOf(
  rest: MlflowRest,
  options: SearchTracesOptions
): Promise<readonly string[]> {
  const { locations = [], experimentIds = [], experimentNames = [] } = options;
  const named = experimentNames.map(name => experimentIdOf(rest, name));
  const ids = new Set([
    ...locations,
    ...experimentIds,
    ...(await Promise.all(named))
  ]);
  const table = [...ids].find(id => id.includes('.'));
  if (table !== undefined) {
    throw invalidParameter(
      `searchTraces: location ${JSON.stringify(table)} is not the id of an experiment; Unity Catalog tables cannot be searched from here`
    );
  }
  return ids.size > 0
    ? [...ids]
    : [await new ExperimentIds().idOf(rest.target('searchTraces'))];
}

async function experimentIdOf(rest: MlflowRest, name: string): Promise<string> {
  const experiment = await getExperimentByName(rest, name);
  if (experiment === null) {
    throw new MlflowException(
      `searchTraces: there is no experiment named ${JSON.stringify(name)}`,
      { errorCode: 'RESOURCE_DOES_NOT_EXIST' }
    );
  }
  return experiment.experimentId;
}

async function checkRun(
  rest: MlflowRest,
  runId: string,
  ids: readonly string[]
): Promise<void> {
  const { experimentId } = (await getRun(rest, runId)).info;
  if (!ids.includes(experimentId)) {
    throw invalidParameter(
      `searchTraces: run ${runId} belongs to experiment ${experimentId}, which is not searched; add it to locations (now: ${ids.join(', ')})`
    );
  }
}

async function askPage(
  rest: MlflowRest,
  { body }: Search,
  size: number,
  token: string | undefined
): Promise<{ infos: readonly TraceInfo[]; token: string | undefined }> {
  const answer = await rest.ask({
    call: 'searchTraces',
    method: 'POST',
    path: '/api/3.0/mlflow/traces/search',
    body: { ...body, max_results: size, ...(token && { page_token: token }) }
  });
  // No match is an answer without traces.
  const { traces, next_page_token: next } = answer;
  return {
    infos: (isList(traces) ? traces : []).filter(isObject).map(readTraceInfo),
    token: typeof next === 'string' && next !== '' ? next : undefined
  };
}

async function tracesOf(
  rest: MlflowRest,
  { includesSpans }: Search,
  infos: readonly TraceInfo[]
): Promise<Trace[]> {
  return includesSpans
    ? fetchTraces(rest, infos)
    : infos.map(info => new Trace(info, { spans: [] }));
}
