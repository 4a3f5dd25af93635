import { present } from './present';
import { serializeBundle } from './serialize-bundle';
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
const DEFAULT_MAX_BYTES = 2_000_000;

/** Characters of a cut payload that stay: enough to tell which value it was. */
const HEAD_CHARACTERS = 256;

/** What a payload costs besides its text: indentation, its row as key, colon, comma, line end. */
const MEMBER_BYTES = 16;

/** What the record of a cut costs: `12345:1048576 `. */
const RECORD_BYTES = 14;

export type BundleOptions = {
  /** Size on disk in UTF-8 bytes that payloads may fill the bundle up to; the tree is never cut. */
  readonly maxBytes?: number;
  readonly display?: TraceBundle['display'];
  readonly more?: number;
};

/** One payload: where it stands and what it costs on disk now. */
type Payload = {
  readonly trace: number;
  readonly row: number;
  readonly column: PayloadColumn;
  readonly text: JsonText;
  readonly bytes: number;
};

/** What became of a payload: the head that is kept (nothing when empty) and its full length in UTF-8 bytes. */
type Cut = Payload & { readonly head: string };

/**
 * A bundle of the traces that fits its budget: when it would not, the largest payloads of all columns are cut to a
 * short head, then to nothing, and recorded in `truncated`. The tree stays whole even if it alone is over the budget.
 * The traces are not changed. O(n log n).
 */
export function bundleOf(
  traces: readonly TraceRecord[],
  options: BundleOptions = {}
): TraceBundle {
  const { maxBytes = DEFAULT_MAX_BYTES, display, more } = options;
  const payloads = payloadsOf(traces);
  const bundle: TraceBundle = { traces, ...present({ display, more }) };
  const over =
    treeBytes(bundle) +
    payloads.reduce((sum, { bytes }) => sum + bytes, 0) -
    maxBytes;
  return over <= 0
    ? bundle
    : { ...bundle, traces: withCuts(traces, chooseCuts(payloads, over)) };
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
      : { spans: { ...spans, ...emptyColumns() } satisfies SpanTable })
  }));
  const wire = serializeBundle({ ...bundle, traces: bare });
  return utf8Bytes(JSON.stringify(wire, null, 1));
}

function emptyColumns(): Record<PayloadColumn, ReadonlyMap<number, JsonText>> {
  return {
    inputs: NOTHING,
    outputs: NOTHING,
    attributes: NOTHING,
    events: NOTHING,
    links: NOTHING
  };
}

/** The cuts that free `over` bytes, or as many as there are. */
function chooseCuts(payloads: readonly Payload[], over: number): Cut[] {
  const largestFirst = [...payloads].sort((a, b) => b.bytes - a.bytes);
  const cuts: Cut[] = [];
  let left = over;
  for (const payload of largestFirst) {
    const head = headOf(payload.text, HEAD_CHARACTERS);
    const gain = payload.bytes - costOfHead(head);
    if (left <= 0 || head.length === payload.text.length) {
      break;
    }
    if (gain > 0) {
      cuts.push({ ...payload, head });
      left -= gain;
    }
  }
  return left <= 0 ? cuts : withoutHeads(largestFirst, cuts, left);
}

/** Drops payloads and heads whole, largest first, until `left` more bytes are free. */
function withoutHeads(
  largestFirst: readonly Payload[],
  cuts: readonly Cut[],
  left: number
): Cut[] {
  const headOfPayload = new Map<string, Cut>(
    cuts.map(cut => [placeOf(cut), cut])
  );
  const chosen: Cut[] = [];
  let missing = left;
  for (const payload of largestFirst) {
    const cut = headOfPayload.get(placeOf(payload));
    const gain =
      (cut === undefined ? payload.bytes : costOfHead(cut.head)) - RECORD_BYTES;
    if (missing > 0 && gain > 0) {
      chosen.push({ ...payload, head: '' });
      missing -= gain;
    } else if (cut !== undefined) {
      chosen.push(cut);
    }
  }
  return chosen;
}

function placeOf({ trace, column, row }: Payload): string {
  return `${trace} ${column} ${row}`;
}

function costOfHead(head: string): number {
  return jsonStringBytes(head) + MEMBER_BYTES + RECORD_BYTES;
}

function withCuts(
  traces: readonly TraceRecord[],
  cuts: readonly Cut[]
): TraceRecord[] {
  return traces.map(({ info, spans }, trace) => {
    const own = cuts.filter(cut => cut.trace === trace);
    return spans === undefined || own.length === 0
      ? { info, ...(spans === undefined ? {} : { spans }) }
      : { info, spans: cutSpans(spans, own) };
  });
}

function cutSpans(spans: SpanTable, cuts: readonly Cut[]): SpanTable {
  const columns: Partial<Record<PayloadColumn, Map<number, JsonText>>> = {};
  const truncated: Partial<Record<PayloadColumn, Map<number, number>>> = {};
  for (const { column, row, text, head } of cuts) {
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
