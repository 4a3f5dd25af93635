import { orderSpans } from '../bundle/span-order';
import { spanTableOf } from '../bundle/span-table';
import { headOf } from '../bundle/text';
import type { JsonText, TraceRecord, TraceState } from '../bundle/types';
import { rollUpUsage } from './roll-up-usage';
import { assessmentOf, type AssessmentLabel } from './table-assessment';
import type { TokenUsage } from './types';

/** Characters of a preview that a table shows: one line of the widest column. */
export const PREVIEW_CHARACTERS = 200;

/** What a table of traces tells of one: everything but its spans. */
export type TableRow = {
  readonly record: TraceRecord;
  /** Place in the bundle: what the order falls back to, and tells traces with one id apart. */
  readonly index: number;
  readonly traceId: string;
  readonly name: string;
  readonly state: TraceState;
  /** Milliseconds since the epoch; NaN when not known. */
  readonly time: number;
  /** Milliseconds; NaN when not known, as while the trace runs. */
  readonly durationMs: number;
  readonly tokens: TokenUsage | undefined;
  /** US dollars. */
  readonly cost: number | undefined;
  /** MLflow's session, `mlflow.trace.session`. */
  readonly session: string | undefined;
  /** Every tag; those of MLflow's own start with `mlflow.`. */
  readonly tags: Readonly<Record<string, string>>;
  /** At most `PREVIEW_CHARACTERS`. */
  readonly request: string;
  readonly response: string;
  readonly assessments: readonly AssessmentLabel[];
};

/** The row of a record; O(spans), and O(1) where MLflow has summed up the trace. `index` is its place in the bundle. */
export function tableRow(record: TraceRecord, index: number): TableRow {
  const { info } = record;
  const spans = record.spans ?? spanTableOf([]);
  const isSummedUp = 'mlflow.trace.tokenUsage' in info.metadata;
  const order = orderSpans(isSummedUp ? spanTableOf([]) : spans);
  const { tokens, cost } = rollUpUsage(
    info,
    isSummedUp ? spanTableOf([]) : spans,
    order
  );
  const root = rootOf(record);
  return {
    record,
    index,
    traceId: info.traceId,
    name: info.tags['mlflow.traceName'] ?? spans.names[root] ?? info.traceId,
    state: info.state,
    time:
      info.startTime === undefined ? NaN : Number(info.startTime / 1000n) / 1e3,
    durationMs: info.durationMs ?? durationOf(record, root),
    tokens,
    cost,
    session: info.metadata['mlflow.trace.session'],
    tags: info.tags,
    request: preview(info.requestPreview ?? spans.inputs.get(root)),
    response: preview(info.responsePreview ?? spans.outputs.get(root)),
    assessments: info.assessments.flatMap(text => assessmentOf(text) ?? [])
  };
}

/** The earliest span without a parent; -1 when there is none. */
function rootOf({ spans }: TraceRecord): number {
  let root = -1;
  for (let row = 0; row < (spans?.count ?? 0); row++) {
    const start = spans?.starts[row] ?? NaN;
    const isRoot = spans?.parents[row] === -1;
    if (isRoot && (root === -1 || start < (spans.starts[root] ?? NaN))) {
      root = row;
    }
  }
  return root;
}

function durationOf({ spans }: TraceRecord, root: number): number {
  return ((spans?.ends[root] ?? NaN) - (spans?.starts[root] ?? NaN)) / 1e3;
}

/** One line of the text, without the quotes of a JSON string. */
function preview(text: JsonText | undefined): string {
  const head = headOf(text ?? '', 4 * PREVIEW_CHARACTERS);
  const plain = head === text && head.startsWith('"') ? unquoted(head) : head;
  return headOf(plain.replace(/\s+/g, ' ').trim(), PREVIEW_CHARACTERS);
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
