import { formatDuration } from '../../src/bundle/format-duration';
import { parseBundle } from '../../src/bundle/parse-bundle';
import { EXPAND_ALL, collapseAll } from '../../src/layout/collapsed-rows';
import { ticks } from '../../src/layout/ticks';
import { timelineRows } from '../../src/layout/timeline-rows';
import { visibleRows } from '../../src/layout/visible-rows';
import { buildTrace } from '../../src/model/build-trace';
import { findSpans } from '../../src/model/find-spans';
import { searchPattern } from '../../src/model/search-pattern';
import { spanDetail } from '../../src/model/span-detail';
import { NO_FILTER } from '../../src/model/span-filter';
import type { Trace } from '../../src/model/types';

/** Takes data the whole way to what is drawn, and throws where a promise of a layer does not hold. */
export function checkData(data: unknown): void {
  const parsed = parseBundle(data);
  if (!parsed.ok) {
    claim(parsed.errors.length > 0, 'a failure names no error');
    claim(
      parsed.errors.every(
        ({ path, finding }) => path !== '' && finding !== 'unreadable'
      ),
      'an error without path, or one that the parser threw'
    );
    return;
  }
  for (const record of parsed.bundle.traces) {
    const trace = buildTrace(record);
    checkTree(trace);
    checkLayout(trace);
    checkFinding(trace);
    for (const row of [...trace.order.subarray(0, 3)]) {
      spanDetail(trace, row);
    }
  }
}

function checkTree(trace: Trace): void {
  const { order, positions, parents, depths, spans, starts, ends } = trace;
  claim(order.length === spans.count, 'a span is lost');
  claim(new Set(order).size === spans.count, 'a span stands twice');
  order.forEach((row, position) => {
    const parent = parents[row] ?? -1;
    claim(positions[row] === position, 'positions are no inverse of the order');
    claim(
      parent === -1 || (positions[parent] ?? Infinity) < position,
      'a child before its parent'
    );
    claim(
      depths[row] === (parent === -1 ? 0 : (depths[parent] ?? NaN) + 1),
      'a wrong depth'
    );
    claim(
      (ends[row] ?? NaN) >= (starts[row] ?? NaN),
      'an end before its start'
    );
    claim((trace.selfTimes[row] ?? NaN) >= 0, 'a negative self time');
  });
  claim(trace.end >= trace.start, 'a trace that ends before it starts');
  claim(trace.name.length >= 0, 'a trace without a name');
}

function checkLayout(trace: Trace): void {
  const range = { start: trace.start, end: trace.end };
  for (const collapsed of [EXPAND_ALL, collapseAll(trace)]) {
    const visible = visibleRows(trace, collapsed);
    const window = { first: 0, last: 40, offset: 0 };
    const rows = timelineRows(trace, { visible, window, range, collapsed });
    claim(rows.length === Math.min(40, visible.count), 'a row is missing');
    for (const { bar, duration } of rows) {
      const { left, width } = bar ?? { left: 0, width: 0 };
      claim(
        left >= 0 && width >= 0 && left + width <= 1 + 1e-9,
        'a bar outside'
      );
      formatDuration(duration);
    }
  }
  const marks = ticks(0, trace.end - trace.start, 700);
  claim(marks.length <= 50, 'more ticks than fit');
}

function checkFinding(trace: Trace): void {
  for (const query of ['a', '/[a-z]+\\d/', '"']) {
    const pattern = searchPattern(query);
    if ('kind' in pattern) {
      throw new Error('a good query is refused');
    }
    const filter = { ...NO_FILTER, types: ['LLM'], attribute: 'a' };
    const steps = findSpans({ trace, pattern, filter }, {});
    while (steps.next(false).done !== true);
  }
}

function claim(holds: boolean, what: string): void {
  if (!holds) {
    throw new Error(what);
  }
}
