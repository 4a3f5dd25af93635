import type { TranslationBundle } from '@jupyterlab/translation';
import { isList, type Unknown } from '../bundle/read-json';
import type { TraceInfo, TraceRecord, TraceSearch } from '../bundle/types';
import type { FetchOptions, TracePage, TraceServer } from '../view/host';
import {
  infosIn,
  objectIn,
  recordsIn,
  traceAddress,
  traceIn,
  TRACES
} from './mlflow-answers';
import { Refusal, type Call, type MlflowRequests } from './mlflow-requests';

/** Spans of a large trace in a tenth of the time that `traces/get` takes; has no `/api` form. */
const ARTIFACT = 'ajax-api/2.0/mlflow/get-trace-artifact';

type Reading = Pick<
  TraceServer,
  'getTrace' | 'getAttachment' | 'getInfo' | 'getInfos' | 'nextPage'
>;

/** The reading half of the tracking server. */
export function reading(
  requests: MlflowRequests,
  trans: TranslationBundle
): Reading {
  const ask = async (call: Call): Promise<Unknown> =>
    objectIn(await requests.ask(call));
  const first = (trace: Unknown): TraceRecord => {
    const [record] = recordsIn([trace]);
    if (!record) {
      throw new Error(
        trans.__('The tracking server gave an answer that is no trace.')
      );
    }
    return record;
  };
  return {
    getTrace: async (traceId, options = {}) => {
      const [info, artifact] = await Promise.all([
        ask({ path: traceAddress(traceId) }),
        spansOf(ask, traceId, options)
      ]);
      const spans = isList(artifact['spans']) ? artifact['spans'] : [];
      return first({ ...traceIn(info), spans });
    },
    getAttachment: ({ traceId, attachmentId }, options = {}) =>
      requests.askBytes({
        path: `${ARTIFACT}?${new URLSearchParams({ request_id: traceId, path: attachmentId }).toString()}`,
        options
      }),
    getInfo: async traceId =>
      first(traceIn(await ask({ path: traceAddress(traceId) }))).info,
    getInfos: traceIds => infosOf(ask, traceIds),
    nextPage: (search, count) => pageOf(ask, search, count)
  };
}

type Ask = (call: Call) => Promise<Unknown>;

/** From the artifact, or where there is none (a trace that still runs) from the database. */
async function spansOf(
  ask: Ask,
  traceId: string,
  options: FetchOptions
): Promise<Unknown> {
  const id = encodeURIComponent(traceId);
  try {
    return await ask({ path: `${ARTIFACT}?request_id=${id}`, options });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status < 404) {
      throw error;
    }
    const path = `${TRACES}/get?trace_id=${id}&allow_partial=true`;
    return traceIn(await ask({ path, options }));
  }
}

async function infosOf(
  ask: Ask,
  traceIds: readonly string[]
): Promise<readonly TraceInfo[]> {
  const answer = await ask({
    path: `${TRACES}/batchGetInfos`,
    method: 'POST',
    body: { trace_ids: traceIds }
  });
  const infos = infosIn(answer['trace_infos']);
  const byId = new Map(infos.map(info => [info.traceId, info]));
  return traceIds.flatMap(id => byId.get(id) ?? []);
}

async function pageOf(
  ask: Ask,
  { experimentIds, filter, orderBy, pageToken }: TraceSearch,
  count: number
): Promise<TracePage> {
  const answer = await ask({
    path: `${TRACES}/search`,
    method: 'POST',
    body: {
      locations: experimentIds.map(id => ({
        type: 'MLFLOW_EXPERIMENT',
        mlflow_experiment: { experiment_id: id }
      })),
      max_results: count,
      page_token: pageToken,
      ...(filter !== undefined && { filter }),
      ...(orderBy && { order_by: orderBy })
    }
  });
  const infos = infosIn(answer['traces']);
  const token = answer['next_page_token'];
  return typeof token === 'string' && token !== ''
    ? { infos, pageToken: token }
    : { infos };
}
