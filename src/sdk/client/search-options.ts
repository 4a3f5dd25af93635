import { invalidParameter } from './mlflow-exception';

/** Which traces to find. Without locations, experiments or names it is the active experiment that is searched. */
export type SearchTracesOptions = {
  /** Ids of experiments. */
  readonly locations?: readonly string[] | undefined;
  /** The same; MLflow's older name. */
  readonly experimentIds?: readonly string[] | undefined;
  readonly experimentNames?: readonly string[] | undefined;
  /** MLflow's search syntax, such as ``tags.stage = 'draft' AND span.type = 'TOOL'``. */
  readonly filterString?: string | undefined;
  /** All that fit when absent; `MlflowClient.searchTraces` gives 100 then. */
  readonly maxResults?: number | undefined;
  /** Such as `['timestamp_ms DESC']`. */
  readonly orderBy?: readonly string[] | undefined;
  /** Only the traces of this run, whose experiment must be among those that are searched. */
  readonly runId?: string | undefined;
  /** Only the traces of this model; not together with a filter. */
  readonly modelId?: string | undefined;
  /** False: infos only, which is one request for 100 traces. */
  readonly includeSpans?: boolean | undefined;
  /** True: first send what still waits to be sent. */
  readonly flush?: boolean | undefined;
};

/** The filter with what the other options add to it. @throws MlflowException when they do not go together. */
export function filterOf(options: SearchTracesOptions): string | undefined {
  const { filterString, runId, modelId } = options;
  if (modelId !== undefined && filterString) {
    throw invalidParameter(
      'searchTraces: give modelId or filterString, not both'
    );
  }
  if (runId !== undefined && filterString?.includes('mlflow.sourceRun')) {
    throw invalidParameter(
      'searchTraces: the filter names mlflow.sourceRun already; leave it out, or leave runId out'
    );
  }
  const parts = [
    filterString,
    modelId &&
      `request_metadata.\`mlflow.modelId\` = ${quoted('modelId', modelId)}`,
    runId && `attribute.run_id = ${quoted('runId', runId)}`
  ].filter(Boolean);
  return parts.length === 0 ? undefined : parts.join(' AND ');
}

/** @throws MlflowException when it is not a whole number from 0. */
export function checkMaxResults(maxResults: number | undefined): void {
  if (
    maxResults !== undefined &&
    !(Number.isInteger(maxResults) && maxResults >= 0)
  ) {
    throw invalidParameter(
      `searchTraces: expected maxResults to be a whole number, found ${String(maxResults)}`
    );
  }
}

/** MLflow's filters have no escape for a quote, and no id holds one. */
function quoted(name: string, id: string): string {
  if (id.includes("'")) {
    throw invalidParameter(
      `searchTraces: ${name} ${JSON.stringify(id)} is not an id`
    );
  }
  return `'${id}'`;
}
