import { formatDuration } from '../format-duration';
import { spanDetail } from '../../model/span-detail';
import { StatusCode } from '../../bundle/types';
import type { Trace } from '../../model/types';
import { formatCost } from '../format-cost';
import { spanDuration } from '../timeline/span-duration';
import { wordsOf } from '../timeline/span-kind';
import { strings } from '../strings/first-picture';
import { spanStrings } from '../strings/span';

/** A comment of an issue tracker takes 65,536 characters; 200 spans of 100 characters leave room for the errors. */
const MAX_SPANS = 200;
const MAX_ERRORS = 10;
const MAX_MESSAGE = 500;

/** A trace as Markdown to paste into an issue: a line of facts, the tree, and what failed. */
export function traceMarkdown(trace: Trace): string {
  const rest = trace.order.length - MAX_SPANS;
  const tree = Array.from(trace.order.subarray(0, MAX_SPANS), row =>
    treeLine(trace, row)
  );
  return [
    `**${escaped(trace.name || strings.untitled)}**: ${facts(trace).join(' · ')}`,
    '',
    `${spanStrings.traceId}: ${code(trace.info.traceId)}`,
    '',
    ...tree,
    ...(rest > 0 ? [`- *${strings.moreRows(rest)}*`] : []),
    ...errorLines(trace),
    ''
  ].join('\n');
}

function facts({
  state,
  start,
  end,
  spans,
  tokens,
  cost,
  errorCount
}: Trace): string[] {
  return [
    strings.status[state],
    formatDuration(end - start),
    strings.spans(spans.count),
    ...(tokens ? [strings.tokens(tokens.input, tokens.output)] : []),
    ...(cost === undefined ? [] : [escaped(formatCost(cost))]),
    ...(errorCount > 0 ? [strings.errors(errorCount)] : [])
  ];
}

/** Deeper lists are code blocks to some readers of Markdown. */
const MAX_INDENT = 20;

function treeLine(trace: Trace, row: number): string {
  const { spans, depths } = trace;
  const indent = '  '.repeat(Math.min(depths[row] ?? 0, MAX_INDENT));
  const type = wordsOf(spans.types[row] ?? '');
  const isError = spans.statuses[row] === StatusCode.error;
  return [
    `${indent}-`,
    code(spans.names[row] || strings.unnamedSpan),
    ...(type === '' ? [] : [`(${escaped(type)})`]),
    spanDuration(trace, row),
    ...(isError ? ['⚠'] : [])
  ].join(' ');
}

function errorLines(trace: Trace): string[] {
  const { spans, order } = trace;
  const failed = [...order].filter(
    row => spans.statuses[row] === StatusCode.error
  );
  const lines = failed.slice(0, MAX_ERRORS).map(row => {
    const { statusMessage, exceptions } = spanDetail(trace, row);
    const [exception] = exceptions;
    const message =
      statusMessage ??
      (exception ? `${exception.type}: ${exception.message}` : '');
    return `- ${code(spans.names[row] || strings.unnamedSpan)}${message && `: ${code(message.slice(0, MAX_MESSAGE))}`}`;
  });
  return failed.length === 0
    ? []
    : ['', `**${strings.errors(failed.length)}**`, '', ...lines];
}

/** Inline code: nothing in it is markup, whatever the text is. A fence is longer than any run of backticks inside. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim() || ' ';
  const longest = Math.max(
    0,
    ...(line.match(/`+/g) ?? []).map(run => run.length)
  );
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()<>#+\-!|~$@&]/g, '\\$&');
}
