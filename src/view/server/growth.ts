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
};

export const NOT_GROWN: Growth = {
  key: '',
  infos: [],
  asked: new Set(),
  pageToken: undefined
};

/** What the server can still be asked for: traces by id first, then the next page of the search. */
export type Left = {
  readonly ids: readonly string[];
  readonly search: TraceSearch | undefined;
};

/** Tells a bundle from the next one of a cell that ran again; the same while a cell adds traces. */
export function searchKey({ search, traces }: TraceBundle): string {
  return JSON.stringify([search, traces[0]?.info.traceId]);
}

/** The bundle with what was loaded, each trace once. */
export function growBundle(
  bundle: TraceBundle,
  { infos, asked, pageToken }: Growth
): { readonly grown: TraceBundle; readonly left: Left } {
  const { traces, more = 0, moreIds = [], search } = bundle;
  const seen = new Set(traces.map(({ info }) => info.traceId));
  const added = infos.filter(({ traceId }) => {
    const isNew = !seen.has(traceId);
    seen.add(traceId);
    return isNew;
  });
  const counted = moreIds.filter(id => seen.has(id)).length;
  return {
    grown:
      added.length === 0
        ? bundle
        : {
            ...bundle,
            traces: [...traces, ...added.map(info => ({ info }))],
            more: Math.max(0, more - counted)
          },
    left: {
      ids: moreIds.filter(id => !asked.has(id) && !seen.has(id)),
      search: nextSearch(search, pageToken)
    }
  };
}

function nextSearch(
  search: TraceSearch | undefined,
  pageToken: Growth['pageToken']
): TraceSearch | undefined {
  if (!search || pageToken === null) {
    return undefined;
  }
  return pageToken === undefined ? search : { ...search, pageToken };
}
