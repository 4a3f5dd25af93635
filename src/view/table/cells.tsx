import type { ComponentChildren, VNode } from 'preact';
import { formatDuration } from '../format-duration';
import { logShare } from '../../layout/log-share';
import type { TableRow } from '../../model/table-row';
import { formatCost } from '../format-cost';
import { strings } from '../strings/first-picture';
import { formatNumber, readerLocale } from '../strings/language';
import { Status } from '../summary';
import { isOwnTag, type Column } from './columns';

/** The shortest and the longest duration of a table, in milliseconds: its bars share one scale. */
export type DurationRange = {
  readonly shortest: number;
  readonly longest: number;
};

const SHORT_TIME = {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit'
} as const;
const FULL_TIME = { dateStyle: 'full', timeStyle: 'long' } as const;

/** What stands in a cell; the name has a cell of its own. */
export function cellContent(
  column: Exclude<Column, 'name'>,
  row: TableRow,
  range: DurationRange
): ComponentChildren {
  switch (column) {
    case 'state':
      return <Status state={row.state} />;
    case 'time':
      return <Time time={row.time} />;
    case 'duration':
      return <Duration row={row} range={range} />;
    case 'tokens':
      return row.tokens && <Tokens tokens={row.tokens} />;
    case 'cost':
      return row.cost === undefined ? '' : formatCost(row.cost);
    case 'session':
      return <Clipped text={row.session ?? ''} />;
    case 'tags':
      return <Tags tags={row.tags} />;
    case 'request':
    case 'response':
      return <Clipped text={row[column]} />;
    case 'assessments':
      return <Assessments row={row} />;
  }
}

/** In the reader's language and time zone. */
function Time({ time }: { time: number }): VNode | null {
  // Beyond what a Date holds there is no date to show.
  if (!(Math.abs(time) <= 8.64e15)) {
    return null;
  }
  const date = new Date(time);
  return (
    <time
      dateTime={date.toISOString()}
      title={date.toLocaleString(readerLocale(), FULL_TIME)}
    >
      {date.toLocaleString(readerLocale(), SHORT_TIME)}
    </time>
  );
}

function Duration({
  row: { durationMs, state },
  range: { shortest, longest }
}: {
  row: TableRow;
  range: DurationRange;
}): VNode {
  const share = logShare(durationMs, shortest, longest);
  const isUnknown = Number.isNaN(durationMs);
  return (
    <>
      <span class="sb-log-track" aria-hidden="true">
        <i style={{ width: `${(share * 100).toFixed(1)}%` }} />
      </span>
      <span class="sb-number">
        {isUnknown && state === 'IN_PROGRESS'
          ? strings.running
          : formatDuration(durationMs * 1e3)}
      </span>
    </>
  );
}

function Tokens({
  tokens: { input, output, total }
}: {
  tokens: NonNullable<TableRow['tokens']>;
}): VNode {
  return (
    <span title={strings.tokens(input, output)}>{formatNumber(total)}</span>
  );
}

function Clipped({ text }: { text: string }): VNode {
  return (
    <span class="sb-clip" dir="auto" title={text}>
      {text}
    </span>
  );
}

function Tags({ tags }: Pick<TableRow, 'tags'>): VNode {
  const own = Object.entries(tags).filter(([key]) => isOwnTag(key));
  return (
    <span
      class="sb-clip"
      title={own.map(([key, value]) => `${key}=${value}`).join('\n')}
    >
      {own.map(([key, value]) => (
        <span class="sb-table-chip" key={key}>
          {key}={value}
        </span>
      ))}
    </span>
  );
}

/** A glyph besides the colour, for who cannot tell colours apart. */
const MARKS = { pass: '✓ ', fail: '✗ ', other: '' } as const;

function Assessments({ row: { assessments } }: { row: TableRow }): VNode {
  const texts = assessments.map(({ name, value }) => `${name}: ${value}`);
  return (
    <span class="sb-clip" title={texts.join('\n')}>
      {assessments.map(({ kind }, at) => (
        <span class="sb-table-chip" data-kind={kind} key={at}>
          {MARKS[kind]}
          {texts[at]}
        </span>
      ))}
    </span>
  );
}
