import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { FIXTURES, goldenText } from '../../../test/golden-text';
import { parseBundle } from '../../bundle/parse-bundle';
import { buildTrace } from '../../model/build-trace';
import type { Trace } from '../../model/types';
import { ticks } from '../ticks';
import { timelineRows } from '../timeline-rows';
import type { TimeRange } from '../types';
import { visibleRows } from '../visible-rows';

function traceOf(name: string): Trace {
  const file = join(FIXTURES, 'traces', `${name}.json`);
  const result = parseBundle(readFileSync(file, 'utf8'));
  if (!result.ok) {
    throw new Error(JSON.stringify(result.errors));
  }
  return buildTrace(result.bundle.traces[0]!);
}

/** The axis, then a line a row: its name and its bar in fifty letters, or where it lies outside. */
function dumpOf(trace: Trace, range: TimeRange): string {
  const visible = visibleRows(trace, new Set());
  const rows = timelineRows(trace, {
    visible,
    window: { first: 0, last: visible.count, offset: 0 },
    range,
    collapsed: new Set()
  });
  const axis = ticks(range.start - trace.start, range.end - trace.start, 400);
  return [
    axis
      .map(({ at, label }) => `${(at * 100).toFixed(1)} % ${label}`)
      .join(', '),
    ...rows.map(({ name, depth, bar, start }) => {
      const label = `${'  '.repeat(depth)}${name}`.padEnd(32);
      if (!bar) {
        return `${label}${start >= range.end ? '>'.padStart(50) : '<'}`;
      }
      const left = Math.floor(bar.left * 50);
      return `${label}${' '.repeat(left)}${'#'.repeat(Math.max(1, Math.round(bar.width * 50)))}`;
    }),
    ''
  ].join('\n');
}

it.each([
  ['01_agent_chat_rag_tool', 0.85, 1],
  ['03_async_concurrency', 0.25, 0.75],
  ['03_async_concurrency', 0, 0.001]
])('%s reads as its golden rows from %d to %d', (name, from, to) => {
  const trace = traceOf(name);
  const length = trace.end - trace.start;
  const found = dumpOf(trace, {
    start: trace.start + from * length,
    end: trace.start + to * length
  });
  expect(found).toBe(goldenText(`${name}.${from}-${to}`, found));
});
