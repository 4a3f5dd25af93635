import type { TraceInfo, TraceSearch } from '../bundle/types';
import type { TracePage } from '../view/host';
import { infosIn, traceAddress, traceIn, TRACES, type Ask } from './answers';
import { orElse } from './refusal';

/** In the order of the ids; those that the server does not know are left out. */
export async function infosOf(
  ask: Ask,
  traceIds: readonly string[]
): Promise<readonly TraceInfo[]> {
  const together = async (): Promise<readonly TraceInfo[]> => {
    const answer = await ask({
      path: `${TRACES}/batchGetInfos`,
      method: 'POST',
      body: { trace_ids: traceIds }
    });
    return infosIn(answer['trace_infos']);
  };
  const infos = await together().catch(
    orElse(() => infosOneByOne(ask, traceIds))
  );
  const byId = new Map(infos.map(info => [info.traceId, info]));
  return traceIds.flatMap(id => byId.get(id) ?? []);
}

/** As MLflow before 3.7 gives them; those that it does not know are left out. @throws Refusal when that is all of them */
async function infosOneByOne(
  ask: Ask,
  traceIds: readonly string[]
): Promise<readonly TraceInfo[]> {
  const answers = await Promise.allSettled(
    traceIds.map(id => ask({ path: traceAddress(id) }))
  );
  const found = answers.flatMap(answer =>
    answer.status === 'fulfilled' ? traceIn(answer.value) : []
  );
  const refused = answers.find(({ status }) => status === 'rejected');
  if (found.length === 0 && refused?.status === 'rejected') {
    throw refused.reason;
  }
  return infosIn(found);
}

/** The next page of a search. */
export async function pageOf(
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
