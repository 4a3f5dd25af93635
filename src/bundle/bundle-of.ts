import { present } from './present';
import { serializeBundle } from './serialize-bundle';
import { payloadColumns } from './span-table';
import { headOf, jsonStringBytes, utf8Bytes } from './text';
import {
  PAYLOAD_COLUMNS,
  type JsonText,
  type PayloadColumn,
  type SpanTable,
  type TraceBundle,
  type TraceRecord
} from './types';

/** Keeps a notebook of a hundred outputs under the size at which JupyterLab takes seconds to save. */
export const DEFAULT_MAX_BYTES = 2_000_000;

/** Characters of a cut payload that stay: enough to tell which value it was. */
const HEAD_CHARACTERS = 256;

/** What a payload costs besides its text: ten levels of indentation, `"12345": `, comma, line end. */
const MEMBER_BYTES = 22;

/** What the record of a cut costs: `12345:1048576 `. */
const RECORD_BYTES = 14;

export type BundleOptions = {
  /** Size on disk in UTF-8 bytes that payloads may fill the bundle up to; the tree is never cut. */
  readonly maxBytes?: number;
  readonly display?: TraceBundle['display'];
  readonly more?: number;
  /** Ids of the traces that `more` counts; as many are kept as fit in a fiftieth of the budget. */
  readonly moreIds?: readonly string[];
  readonly search?: TraceBundle['search'];
  readonly waiting?: TraceBundle['waiting'];
};

/** Of the budget: room for ids of traces that are not in the bundle. 2 MB keep 1,111 of MLflow's ids. */
const MORE_IDS_SHARE = 0.02;

/** One payload: where it stands and what it costs on disk now. */
type Payload = {
  readonly trace: number;
  readonly row: number;
  readonly column: PayloadColumn;
  readonly text: JsonText;
  readonly bytes: number;
};

/** What became of a payload: the head that is kept (nothing when empty) and its full length in UTF-8 bytes. */
type Cut = { readonly payload: Payload; readonly head: string };

/**
 * A bundle of the traces that fits its budget: when it would not, the largest payloads of all columns are cut to a
 * short head, then to nothing, and recorded in `truncated`. The tree stays whole even if it alone is over the budget.
 * The traces are not changed. O(n log n).
 */
export function bundleOf(
  traces: readonly TraceRecord[],
  options: BundleOptions = {}
): TraceBundle {
  const { maxBytes = DEFAULT_MAX_BYTES } = options;
  const { display, more, search, waiting } = options;
  const payloads = payloadsOf(traces);
  const moreIds = fittingIds(options.moreIds ?? [], MORE_IDS_SHARE * maxBytes);
  const bundle: TraceBundle = {
    traces,
    ...present({ display, more, moreIds, search, waiting })
  };
  const over =
    treeBytes(bundle) +
    payloads.reduce((sum, { bytes }) => sum + bytes, 0) -
    maxBytes;
  return over <= 0
    ? bundle
    : { ...bundle, traces: withCuts(traces, chooseCuts(payloads, over)) };
}

/** The first ids, one byte between them; undefined when there are none. */
function fittingIds(
  ids: readonly string[],
  maxBytes: number
): readonly string[] | undefined {
  let bytes = 0;
  const end = ids.findIndex(id => (bytes += utf8Bytes(id) + 1) > maxBytes);
  const fitting = end < 0 ? ids : ids.slice(0, end);
  return fitting.length === 0 ? undefined : fitting;
}

function payloadsOf(traces: readonly TraceRecord[]): Payload[] {
  return traces.flatMap(({ spans }, trace) =>
    PAYLOAD_COLUMNS.flatMap(column =>
      Array.from(spans?.[column] ?? [], ([row, text]) => ({
        trace,
        row,
        column,
        text,
        bytes: jsonStringBytes(text) + MEMBER_BYTES
      }))
    )
  );
}

const NOTHING: ReadonlyMap<number, JsonText> = new Map();

/** Size of the bundle with no payload at all, written as notebooks are: one line a member, indented by one. */
function treeBytes(bundle: TraceBundle): number {
  const bare = bundle.traces.map(({ info, spans }) => ({
    info,
    ...(spans === undefined
      ? {}
      : { spans: { ...spans, ...payloadColumns(() => NOTHING) } })
  }));
  const wire = serializeBundle({ ...bundle, traces: bare });
  return utf8Bytes(JSON.stringify(wire, null, 1));
}

/** The cuts that free `over` bytes, or as many as there are. */
function chooseCuts(payloads: readonly Payload[], over: number): Cut[] {
  const largestFirst = [...payloads].sort((a, b) => b.bytes - a.bytes);
  const heads = new Array<string | undefined>(payloads.length);
  const left = keepHeads(largestFirst, heads, over);
  dropWhole(largestFirst, heads, left);
  return largestFirst.flatMap((payload, index) => {
    const head = heads[index];
    return head === undefined ? [] : [{ payload, head }];
  });
}

/** Cuts payloads to their heads until `over` bytes are free; returns how many are still missing. */
function keepHeads(
  largestFirst: readonly Payload[],
  heads: (string | undefined)[],
  over: number
): number {
  let left = over;
  for (const [index, { text, bytes }] of largestFirst.entries()) {
    const head = headOf(text, HEAD_CHARACTERS);
    const gain = bytes - costOfHead(head);
    if (left <= 0) {
      break;
    }
    if (gain > 0 && head.length < text.length) {
      heads[index] = head;
      left -= gain;
    }
  }
  return left;
}

/** Drops what is left of the payloads, whole, until `over` bytes are free. */
function dropWhole(
  largestFirst: readonly Payload[],
  heads: (string | undefined)[],
  over: number
): void {
  let left = over;
  for (const [index, { bytes }] of largestFirst.entries()) {
    const head = heads[index];
    const gain =
      head === undefined
        ? bytes - RECORD_BYTES
        : costOfHead(head) - RECORD_BYTES;
    if (left <= 0) {
      break;
    }
    if (gain > 0) {
      heads[index] = '';
      left -= gain;
    }
  }
}

function costOfHead(head: string): number {
  return jsonStringBytes(head) + MEMBER_BYTES + RECORD_BYTES;
}

function withCuts(
  traces: readonly TraceRecord[],
  cuts: readonly Cut[]
): TraceRecord[] {
  const cutsOfTrace = traces.map((): Cut[] => []);
  for (const cut of cuts) {
    cutsOfTrace[cut.payload.trace]?.push(cut);
  }
  return traces.map((record, trace) => {
    const own = cutsOfTrace[trace] ?? [];
    return record.spans === undefined || own.length === 0
      ? record
      : { ...record, spans: cutSpans(record.spans, own) };
  });
}

function cutSpans(spans: SpanTable, cuts: readonly Cut[]): SpanTable {
  const columns: Partial<Record<PayloadColumn, Map<number, JsonText>>> = {};
  const truncated: Partial<Record<PayloadColumn, Map<number, number>>> = {};
  for (const { payload, head } of cuts) {
    const { column, row, text } = payload;
    const texts = (columns[column] ??= new Map(spans[column]));
    const records = (truncated[column] ??= new Map(spans.truncated[column]));
    // A payload that arrived cut keeps the length it had in full.
    records.set(row, records.get(row) ?? utf8Bytes(text));
    if (head === '') {
      texts.delete(row);
    } else {
      texts.set(row, head);
    }
  }
  return {
    ...spans,
    ...columns,
    truncated: { ...spans.truncated, ...truncated }
  };
}
