import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { timelineRows } from '../src/layout/timeline-rows';
import type { TimelineRow } from '../src/layout/types';
import { visibleRows } from '../src/layout/visible-rows';
import { spanDetail } from '../src/model/span-detail';
import type { Trace } from '../src/model/types';

export const FIXTURES = join(__dirname, 'fixtures');

/** A trace as text for people: its summary, then a line a row with times in microseconds. */
export function dumpOf(trace: Trace): string {
  const visible = visibleRows(trace, new Set());
  const rows = timelineRows(trace, {
    visible,
    window: { first: 0, last: visible.count, offset: 0 },
    range: trace,
    collapsed: new Set()
  });
  return [summaryOf(trace), ...rows.map(row => lineOf(trace, row)), ''].join(
    '\n'
  );
}

/**
 * The committed text of that name. `UPDATE_GOLDEN=1` writes the text that a test found; the change is then to be read
 * and explained like any other.
 */
export function goldenText(name: string, found: string): string {
  const path = join(FIXTURES, 'golden', `${name}.txt`);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(join(FIXTURES, 'golden'), { recursive: true });
    writeFileSync(path, found);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : `no file ${path}`;
}

function summaryOf(trace: Trace): string {
  const { state, name, spans, errorCount, tokens, cost, warnings } = trace;
  return [
    `${state} ${name}`,
    `${spans.count} spans`,
    `${errorCount} errors`,
    ...(tokens === undefined
      ? []
      : [`${tokens.input} + ${tokens.output} = ${tokens.total} tokens`]),
    ...(cost === undefined ? [] : [`$ ${cost.toPrecision(3)}`]),
    ...warnings.map(({ code, count }) => `${code}: ${count}`)
  ].join(', ');
}

function lineOf(trace: Trace, row: TimelineRow): string {
  const { exceptions } = spanDetail(trace, row.row);
  return [
    `${'  '.repeat(row.depth)}${row.name}`.padEnd(32),
    row.spanType.padEnd(10),
    ['-', 'OK', 'ERROR'][trace.spans.statuses[row.row] ?? 0]?.padEnd(5),
    `${row.start} – ${row.start + row.duration}`.padStart(20),
    `self ${row.selfTime}`,
    ...exceptions.map(({ type, message }) => `${type}: ${message}`)
  ].join('  ');
}
