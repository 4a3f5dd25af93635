import { present } from './present';
import { payloadColumns } from './span-table';
import { wellFormed } from './text';
import {
  BUNDLE_VERSION,
  type JsonObject,
  type JsonValue,
  type SpanTable,
  type TraceBundle,
  type TraceInfo,
  type TraceRecord,
  type TraceSearch,
  type WaitingTraces
} from './types';
import { durationsText, idsValue, indexed, numbersText } from './wire-columns';

/**
 * The wire form of a bundle, as `docs/format.md` describes it: plain JSON that shares nothing with the bundle, the
 * same for the same bundle. Lone surrogates are replaced, since no notebook file could hold them.
 */
export function serializeBundle(bundle: TraceBundle): JsonObject {
  return present({
    version: BUNDLE_VERSION,
    display: bundle.display,
    more: bundle.more,
    more_ids: moreIdsText(bundle),
    search:
      bundle.search === undefined ? undefined : serializeSearch(bundle.search),
    waiting:
      bundle.waiting === undefined
        ? undefined
        : serializeWaiting(bundle.waiting),
    traces: bundle.traces.map(serializeTrace)
  });
}

/** Separated by spaces; an id with a space in it is left out, as no server gives one. */
function moreIdsText({ moreIds = [] }: TraceBundle): string | undefined {
  const ids = moreIds.filter(id => id !== '' && !/\s/.test(id));
  return ids.length === 0 ? undefined : wellFormed(ids.join(' '));
}

function serializeSearch(search: TraceSearch): JsonObject {
  return present({
    experiment_ids: search.experimentIds.map(wellFormed),
    filter: optionalText(search.filter),
    order_by: search.orderBy?.map(wellFormed),
    page_token: wellFormed(search.pageToken)
  });
}

function serializeWaiting({ count, server, at }: WaitingTraces): JsonObject {
  return { count, server: wellFormed(server), at: wellFormed(at) };
}

function serializeTrace({ info, spans }: TraceRecord): JsonObject {
  return present({
    ...serializeInfo(info),
    spans: spans === undefined ? undefined : serializeSpans(spans)
  });
}

function serializeInfo(info: TraceInfo): Record<string, JsonValue | undefined> {
  return {
    trace_id: wellFormed(info.traceId),
    experiment_id: optionalText(info.experimentId),
    start_time_unix_nano: info.startTime?.toString(),
    execution_duration_ms: info.durationMs,
    state: info.state,
    client_request_id: optionalText(info.clientRequestId),
    request_preview: optionalText(info.requestPreview),
    response_preview: optionalText(info.responsePreview),
    trace_metadata: unlessEmpty(textMap(Object.entries(info.metadata))),
    tags: unlessEmpty(textMap(Object.entries(info.tags))),
    assessments:
      info.assessments.length === 0
        ? undefined
        : info.assessments.map(wellFormed)
  };
}

function serializeSpans(spans: SpanTable): JsonObject {
  const names = indexed(spans.names.map(wellFormed));
  const types = indexed(spans.types.map(wellFormed));
  const payloads = payloadColumns(column =>
    unlessEmpty(textMap(spans[column]))
  );
  return present({
    count: spans.count,
    ids: idsValue(spans.ids.map(wellFormed)),
    parents: numbersText(spans.parents),
    orphans: unlessEmpty(textMap(spans.orphans)),
    names: names.dictionary,
    name: names.indexes,
    types: types.dictionary,
    type: types.indexes,
    start: numbersText(spans.starts),
    duration: durationsText(spans.starts, spans.ends),
    status: spans.statuses.join(''),
    status_messages: unlessEmpty(textMap(spans.statusMessages)),
    ...payloads,
    truncated: unlessEmpty(serializeTruncated(spans))
  });
}

/** Column to `row:bytes` pairs separated by spaces. */
function serializeTruncated({ truncated }: SpanTable): JsonObject {
  return present(
    payloadColumns(column => {
      const cuts = [...(truncated[column] ?? [])];
      return cuts.length === 0
        ? undefined
        : cuts.map(([row, bytes]) => `${row}:${bytes}`).join(' ');
    })
  );
}

/** `Object.fromEntries` defines members, so a key such as `__proto__` is a member like any other. */
function textMap(entries: Iterable<readonly [string | number, string]>): {
  readonly [key: string]: string;
} {
  return Object.fromEntries(
    Array.from(entries, ([key, value]) => [
      typeof key === 'string' ? wellFormed(key) : key,
      wellFormed(value)
    ])
  );
}

function optionalText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : wellFormed(text);
}

function unlessEmpty(members: JsonObject): JsonObject | undefined {
  return Object.keys(members).length === 0 ? undefined : members;
}
