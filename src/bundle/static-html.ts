import { formatDuration } from './format-duration';
import { countsOf, plural, shortLine, summaryOf } from './plain-text';
import { orderSpans } from './span-order';
import { UNKNOWN_TYPE } from './span-table';
import {
  StatusCode,
  type SpanTable,
  type TraceBundle,
  type TraceRecord
} from './types';

/** Rows over all traces; GitHub stops to show outputs that are much longer, and nobody reads them. */
const MAX_ROWS = 200;

/** Deeper spans are indented no further, so that names stay on the page. */
const MAX_INDENT = 24;

/** Characters of the columns before the name, which comes last as it may be of any length. */
const COLUMNS = { start: 9, duration: 9, timeline: 24 } as const;

/** A line end inside of `pre` that is none in the notebook's file: a trace is one line there, however many spans it has. */
const LINE_END = '&#10;';

/**
 * The bundle as HTML without script, style or attribute: bare tags that GitHub, mail programs and the sanitisers of
 * notebooks let through, and that no style sheet rearranges. Every text is escaped. At most 200 spans; the rest is
 * counted. One line a trace, so that another run of a notebook differs in no more than that.
 */
export function staticHtml({ traces, more = 0, display }: TraceBundle): string {
  const isOpen = traces.length + more === 1 && display !== 'collapsed';
  let rowsLeft = MAX_ROWS;
  const parts = traces.slice(0, MAX_ROWS).map(record => {
    const html = traceHtml(
      record,
      rowsLeft,
      isOpen ? '<details open>' : '<details>'
    );
    rowsLeft = Math.max(0, rowsLeft - (record.spans?.count ?? 0));
    return html;
  });
  const hidden = more + Math.max(0, traces.length - MAX_ROWS);
  return [
    ...parts,
    ...(hidden > 0 ? [`<p>${plural(hidden, 'more trace')}</p>`] : [])
  ].join('\n');
}

function traceHtml(
  record: TraceRecord,
  rowsLeft: number,
  openingTag: string
): string {
  const summary = summaryOf(record);
  const title = [
    escapeHtml(summary.status),
    `<b>${escapeHtml(summary.name)}</b>`,
    ...[summary.duration, ...countsOf(summary)].map(escapeHtml),
    `<code>${escapeHtml(record.info.traceId)}</code>`
  ].join(' · ');
  return record.spans === undefined || record.spans.count === 0
    ? `<p>${title}</p>`
    : `${openingTag}<summary>${title}</summary>${spansHtml(record.spans, rowsLeft)}</details>`;
}

function spansHtml(spans: SpanTable, rowsLeft: number): string {
  const { order, depths } = orderSpans(spans);
  const extent = extentOf(spans);
  const rows = Array.from(order.subarray(0, rowsLeft), row =>
    spanLine(spans, row, depths[row] ?? 0, extent)
  );
  const hidden = spans.count - rows.length;
  const table =
    rows.length > 0
      ? [`<pre><code>${[HEAD, ...rows].join(LINE_END)}</code></pre>`]
      : [];
  const rest = hidden > 0 ? [`<p>${plural(hidden, 'more span')}</p>`] : [];
  return [...table, ...rest].join('');
}

const HEAD = lineOf('Start', 'Duration', 'Timeline', 'Span');

function lineOf(
  start: string,
  duration: string,
  bar: string,
  span: string
): string {
  return [
    start.padStart(COLUMNS.start),
    duration.padStart(COLUMNS.duration),
    bar.padEnd(COLUMNS.timeline),
    span
  ].join('  ');
}

function spanLine(
  spans: SpanTable,
  row: number,
  depth: number,
  extent: Extent
): string {
  const start = spans.starts[row] ?? NaN;
  const end = spans.ends[row] ?? NaN;
  const name = [
    spans.names[row] ?? '',
    spans.types[row] ?? '',
    statusOf(spans, row)
  ]
    .filter(text => text !== '' && text !== UNKNOWN_TYPE)
    .map(escapeHtml)
    .join('  ');
  return lineOf(
    formatDuration(start),
    formatDuration(end - start),
    barOf(start, end, extent),
    '  '.repeat(Math.min(depth, MAX_INDENT)) + name
  );
}

/** When the first span started and the last one ended, in microseconds. */
type Extent = { readonly start: number; readonly end: number };

function extentOf({ starts, ends }: SpanTable): Extent {
  let start = Infinity;
  let end = -Infinity;
  for (const time of [...starts, ...ends].filter(Number.isFinite)) {
    start = Math.min(start, time);
    end = Math.max(end, time);
  }
  return { start, end };
}

/** Where the span lies in its trace: at least one block, to the end of the trace while it runs. */
function barOf(start: number, end: number, extent: Extent): string {
  const length = extent.end - extent.start;
  if (Number.isNaN(start) || !(length > 0)) {
    return '';
  }
  const columnOf = (time: number): number =>
    Math.round(((time - extent.start) / length) * COLUMNS.timeline);
  const from = Math.min(columnOf(start), COLUMNS.timeline - 1);
  const to = columnOf(Number.isNaN(end) ? extent.end : end);
  return ' '.repeat(from) + '█'.repeat(Math.max(1, to - from));
}

function statusOf(spans: SpanTable, row: number): string {
  if (spans.statuses[row] !== StatusCode.error) {
    return '';
  }
  const message = spans.statusMessages.get(row) ?? '';
  return message === '' ? 'ERROR' : `ERROR: ${message}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
};

/** As one line that is not too long. */
function escapeHtml(text: string): string {
  return shortLine(text).replace(/[&<>"']/g, mark => ENTITIES[mark] ?? mark);
}
