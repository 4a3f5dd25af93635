import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceRecord } from '../../../test/arbitraries';
import { traceFromText } from '../../../test/trace-from-text';
import { buildTrace } from '../../model/build-trace';
import { errorRows, nextPlace, slowestRows } from '../jumps';
import { collapseBelow, levelCount } from '../levels';
import { visibleRows } from '../visible-rows';

const agent = buildTrace(
  traceFromText(
    'root 0-10 / ..plan 0-4 !error / ....llm 1-3 / ..act 4-9 !error / ....tool 5-6 !error'
  )
);
const traces = traceRecord.map(buildTrace);

describe('jumps', () => {
  it('lead through the errors in both directions and around the ends', () => {
    const rows = errorRows(agent);
    expect(rows).toEqual([1, 3, 4]);
    const placeFrom = (from: number, isBack: boolean): number =>
      nextPlace(agent, rows, { from, isBack });
    expect([0, 1, 2, 3, 4].map(row => placeFrom(row, false))).toEqual([
      0, 1, 1, 2, 0
    ]);
    expect([0, 1, 2, 3, 4].map(row => placeFrom(row, true))).toEqual([
      2, 2, 0, 0, 1
    ]);
  });

  it('list the spans with the longest self times, the slowest first', () => {
    expect(slowestRows(agent)).toEqual([3, 1, 2, 0, 4]);
    fc.assert(
      fc.property(traces, trace => {
        const expected = [...trace.selfTimes]
          .filter(time => time > 0)
          .sort((a, b) => b - a)
          .slice(0, 10);
        const found = slowestRows(trace).map(row => trace.selfTimes[row]!);
        expect(found).toEqual(expected);
      })
    );
  });
});

describe('levels', () => {
  it('are as many as the tree is deep', () => {
    expect(levelCount(agent)).toBe(3);
  });

  it('show exactly the spans above them', () => {
    fc.assert(
      fc.property(traces, fc.integer({ min: 1, max: 6 }), (trace, levels) => {
        const shown = visibleRows(trace, collapseBelow(trace, levels));
        expect([...shown.rows]).toEqual(
          [...trace.order].filter(row => trace.depths[row]! < levels)
        );
      })
    );
  });
});
