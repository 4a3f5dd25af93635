import { formatDuration } from './format-duration';
import { countsOf, plural, shortLine, summaryOf } from './plain-text';
import { orderSpans } from './span-order';
import { wellFormed } from './text';
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

/**
 * The bundle as HTML without script or style: bare tags that GitHub, nbconvert and the sanitisers of notebooks let
 * through. Every text is escaped. At most 200 spans; the rest is counted.
 */
export function staticHtml({ traces, more = 0 }: TraceBundle): string {
  let rowsLeft = MAX_ROWS;
  const parts = traces.slice(0, MAX_ROWS).map(record => {
    const html = traceHtml(record, rowsLeft);
    rowsLeft = Math.max(0, rowsLeft - (record.spans?.count ?? 0));
    return html;
  });
  const hidden = more + Math.max(0, traces.length - MAX_ROWS);
  return [
    ...parts,
    ...(hidden > 0 ? [`<p>${plural(hidden, 'more trace')}</p>`] : [])
  ].join('\n');
}

function traceHtml(record: TraceRecord, rowsLeft: number): string {
  const summary = summaryOf(record);
  const title = [
    escapeHtml(summary.status),
    `<b>${escapeHtml(summary.name)}</b>`,
    ...[summary.duration, ...countsOf(summary)].map(escapeHtml),
    `<code>${escapeHtml(record.info.traceId)}</code>`
  ].join(' · ');
  return record.spans === undefined || record.spans.count === 0
    ? `<p>${title}</p>`
    : `<details>\n<summary>${title}</summary>\n${spansHtml(record.spans, rowsLeft)}\n</details>`;
}

function spansHtml(spans: SpanTable, rowsLeft: number): string {
  const { order, depths } = orderSpans(spans);
  const rows = Array.from(order.subarray(0, rowsLeft), row =>
    spanHtml(spans, row, depths[row] ?? 0)
  );
  const hidden = spans.count - rows.length;
  return [
    '<table>',
    '<tr><th><div align="left">Span</div></th><th><div align="left">Type</div></th><th align="right">Start</th><th align="right">Duration</th><th><div align="left">Status</div></th></tr>',
    ...rows,
    '</table>',
    ...(hidden > 0 ? [`<p>${plural(hidden, 'more span')}</p>`] : [])
  ].join('\n');
}

function spanHtml(spans: SpanTable, row: number, depth: number): string {
  const start = spans.starts[row] ?? NaN;
  const end = spans.ends[row] ?? NaN;
  // No-break spaces: a style attribute would not survive sanitising.
  const indent = '&nbsp;&nbsp;'.repeat(Math.min(depth, MAX_INDENT));
  return [
    '<tr>',
    leftCell(indent + escapeHtml(spans.names[row] ?? '')),
    leftCell(escapeHtml(spans.types[row] ?? '')),
    `<td align="right">${formatDuration(start)}</td>`,
    `<td align="right">${formatDuration(end - start)}</td>`,
    leftCell(statusHtml(spans, row)),
    '</tr>'
  ].join('');
}

/** The style sheet of nbconvert aligns cells to the right and would undo the indent; what stands in a block keeps its own. */
function leftCell(html: string): string {
  return `<td><div align="left">${html}</div></td>`;
}

function statusHtml(spans: SpanTable, row: number): string {
  switch (spans.statuses[row]) {
    case StatusCode.error:
      return ['ERROR', spans.statusMessages.get(row)]
        .filter(text => text !== undefined && text !== '')
        .map(text => escapeHtml(String(text)))
        .join(': ');
    case StatusCode.ok:
      return 'OK';
    case StatusCode.unset:
    case undefined:
    default:
      return '';
  }
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
  return wellFormed(shortLine(text)).replace(
    /[&<>"']/g,
    mark => ENTITIES[mark] ?? mark
  );
}
