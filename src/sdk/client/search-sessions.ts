import { read } from '../config/environment';
import { TraceKey } from '../recording/attribute-keys';
import type { Trace } from '../trace/trace';
import { mapBounded } from './map-bounded';
import { MlflowClient } from './mlflow-client';
import { checkMaxResults, type SearchTracesOptions } from './search-options';

/** Which sessions to find. Without locations, experiments or names it is the active experiment that is searched. */
export type SearchSessionsOptions = Pick<
  SearchTracesOptions,
  | 'locations'
  | 'experimentIds'
  | 'experimentNames'
  | 'runId'
  | 'modelId'
  | 'includeSpans'
  | 'flush'
> & {
  /** Sessions at most; 100 when absent. */
  readonly maxResults?: number | undefined;
};

/** The traces of one conversation. */
export type Session = {
  /** Metadata `mlflow.trace.session` of its traces. */
  readonly id: string;
  /** Oldest first. */
  readonly traces: readonly Trace[];
};

const DEFAULT_MAX_RESULTS = 100;

/**
 * Whole sessions, the one with the latest trace first: each with all its traces, oldest first.
 * @throws MlflowException
 * @example
 * ```ts
 * withSpan(() => updateCurrentTrace({ sessionId: 'chat-1' }));
 * const sessions = await searchSessions({ flush: true });
 * sessions.some(({ id, traces }) => id === 'chat-1' && traces.length > 0); // → true
 * ```
 */
export async function searchSessions({
  maxResults = DEFAULT_MAX_RESULTS,
  includeSpans,
  ...scope
}: SearchSessionsOptions = {}): Promise<Session[]> {
  checkMaxResults(maxResults);
  const client = new MlflowClient();
  const ids = await sessionIds(client, scope, maxResults);
  const { modelId, ...within } = scope;
  const sessions = await mapBounded(
    ids,
    read('MLFLOW_SEARCH_TRACES_MAX_THREADS'),
    async (id): Promise<Session> => ({
      id,
      traces: await tracesOf(client, {
        ...within,
        includeSpans,
        filterString: filterOf(id, modelId),
        orderBy: ['timestamp ASC']
      })
    })
  );
  return sessions.filter(({ traces }) => traces.length > 0);
}

async function sessionIds(
  client: MlflowClient,
  scope: SearchTracesOptions,
  maxResults: number
): Promise<readonly string[]> {
  const ids = new Set<string>();
  const latest = client.iterateTraces({
    ...scope,
    includeSpans: false,
    orderBy: ['timestamp DESC']
  });
  if (maxResults > 0) {
    for await (const { info } of latest) {
      const id = info.traceMetadata[TraceKey.session];
      if (id) {
        ids.add(id);
      }
      if (ids.size >= maxResults) {
        break;
      }
    }
  }
  return [...ids];
}

async function tracesOf(
  client: MlflowClient,
  options: SearchTracesOptions
): Promise<readonly Trace[]> {
  const traces: Trace[] = [];
  for await (const trace of client.iterateTraces(options)) {
    traces.push(trace);
  }
  return traces;
}

/** MLflow takes no model beside a filter, but a filter may name it. */
function filterOf(id: string, modelId: string | undefined): string {
  const session = `metadata.\`${TraceKey.session}\` = ${quoted(id)}`;
  return modelId === undefined
    ? session
    : `${session} AND metadata.\`${TraceKey.model}\` = ${quoted(modelId)}`;
}

/** MLflow's filters have two kinds of quotes, and no escape. */
function quoted(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}
