import type { TraceBundle, TraceInfo, TraceSearch } from '../../bundle/types';

/** What was loaded besides the bundle. */
export type Growth = {
  /** Of the bundle that it belongs to: a cell that ran again begins anew. */
  readonly key: string;
  readonly infos: readonly TraceInfo[];
  /** Of the bundle's `moreIds`, those that were asked for; the server need not know all of them. */
  readonly asked: ReadonlySet<string>;
  /** Of the next page; null after the last one, undefined before the first. */
  readonly pageToken: string | null | undefined;
  /** The bundle with what was loaded, each trace once; the bundle as it is when it is another one. */
  readonly grow: (bundle: TraceBundle) => TraceBundle;
};

/** What the server can still be asked for: traces by id first, then the next page of the search. */
export type Left = {
  readonly ids: readonly string[];
  readonly search: TraceSearch | undefined;
};

/** What one click brought: the traces, and what is not to be asked again. */
export type LoadStep = {
  readonly infos: readonly TraceInfo[];
  readonly asked: readonly string[];
  readonly pageToken?: Growth['pageToken'];
};

/** The growth of this bundle after another step. */
export function grownBy(
  bundle: TraceBundle,
  before: Growth | undefined,
  step: LoadStep
): Growth {
  const key = keyOf(bundle);
  const base = before?.key === key ? before : undefined;
  const infos = [...(base?.infos ?? []), ...step.infos];
  return {
    key,
    infos,
    asked: new Set([...(base?.asked ?? []), ...step.asked]),
    pageToken: step.pageToken === undefined ? base?.pageToken : step.pageToken,
    grow: other => (keyOf(other) === key ? withInfos(other, infos) : other)
  };
}

/** What is left after a growth. */
export function leftOf(bundle: TraceBundle, growth: Growth | undefined): Left {
  const { traces, moreIds = [], search } = bundle;
  const own = growth?.key === keyOf(bundle) ? growth : undefined;
  const shown = new Set([
    ...traces.map(({ info }) => info.traceId),
    ...(own?.infos ?? []).map(({ traceId }) => traceId)
  ]);
  const token = own?.pageToken;
  return {
    ids: moreIds.filter(id => !own?.asked.has(id) && !shown.has(id)),
    search:
      search && token !== null
        ? { ...search, pageToken: token ?? search.pageToken }
        : undefined
  };
}

/** The same while a cell adds traces, another one when it ran again. */
function keyOf({ search, traces }: TraceBundle): string {
  return JSON.stringify([search, traces[0]?.info.traceId]);
}

function withInfos(
  bundle: TraceBundle,
  infos: readonly TraceInfo[]
): TraceBundle {
  const { traces, more = 0, moreIds = [] } = bundle;
  const seen = new Set(traces.map(({ info }) => info.traceId));
  const added = infos.filter(({ traceId }) => {
    const isNew = !seen.has(traceId);
    seen.add(traceId);
    return isNew;
  });
  const counted = moreIds.filter(id => seen.has(id)).length;
  return {
    ...bundle,
    traces: [...traces, ...added.map(info => ({ info }))],
    more: Math.max(0, more - counted)
  };
}
