import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceRecord } from '../../../test/arbitraries';
import { traceFromText } from '../../../test/trace-from-text';
import { spanTableOf } from '../../bundle/span-table';
import { buildTrace } from '../../model/build-trace';
import type { Trace } from '../../model/types';
import { icicleByTime, type Icicle } from '../icicle';
import { icicleByShare } from '../icicle-by-share';
import { icicleParts, rowAt } from '../icicle-parts';
import { minimap, startPixels } from '../minimap';

const traces = traceRecord.map(buildTrace);

const agent = buildTrace(
  traceFromText(
    'root 0-10 / ..plan 0-4 / ....llm 1-3 / ..act 4-8 !error / ..act too 5-9 / ....tool 6-7'
  )
);

/** `name level left-right`, with tenths of the whole. */
function rectsOf(trace: Trace, icicle: Icicle): string[] {
  const tenth = (at: number | undefined): number =>
    Math.round((at ?? NaN) * 1000) / 100;
  return Array.from(
    trace.order,
    row =>
      `${trace.spans.names[row] ?? ''} ${icicle.levels[row] ?? -1} ${tenth(icicle.lefts[row])}-${tenth(icicle.rights[row])}`
  );
}

describe('minimap', () => {
  it('draws a lane a level, and marks where spans failed', () => {
    const { bars, errors } = minimap(agent, 10, 8);
    expect(bars).toEqual([
      { row: 0, lane: 0, left: 0, width: 10 },
      { row: 1, lane: 1, left: 0, width: 5 },
      { row: 2, lane: 2, left: 1, width: 3 },
      { row: 3, lane: 1, left: 5, width: 4 },
      { row: 4, lane: 1, left: 9, width: 1 },
      { row: 5, lane: 2, left: 6, width: 2 }
    ]);
    expect(errors).toEqual([4]);
  });

  it('places marks where spans start, one a pixel', () => {
    const rows = Int32Array.from([5, 3, 0, 1]);
    expect(startPixels(agent, rows, 10)).toEqual([0, 4, 6]);
    expect(startPixels(agent, Int32Array.from([4, 5]), 3)).toEqual([1]);
  });

  it('puts several levels into a lane where there are too many', () => {
    const deep = Array.from(
      { length: 20 },
      (_, depth) => `${'..'.repeat(depth)}s${depth} ${depth}-20`
    ).join('\n');
    const { bars } = minimap(buildTrace(traceFromText(deep)), 20, 4);
    expect(new Set(bars.map(({ lane }) => lane))).toEqual(
      new Set([0, 1, 2, 3])
    );
  });

  it('fills no pixel twice and stays inside, whatever the trace', () => {
    fc.assert(
      fc.property(traces, fc.integer({ min: 1, max: 60 }), (trace, width) => {
        const full = new Set<string>();
        for (const { lane, left, width: length } of minimap(trace, width, 4)
          .bars) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + length).toBeLessThanOrEqual(width);
          expect(lane).toBeLessThan(4);
          for (let x = left; x < left + length; x++) {
            expect(full.has(`${lane} ${x}`)).toBe(false);
            full.add(`${lane} ${x}`);
          }
        }
        expect(full.size > 0).toBe(trace.order.length > 0);
      })
    );
  });
});

describe('icicle by time', () => {
  it('draws spans below their parents, and aside from those that run beside them', () => {
    expect(rectsOf(agent, icicleByTime(agent))).toEqual([
      'root 0 0-10',
      'plan 1 0-4',
      'llm 2 1-3',
      'act 1 4-8',
      'act too 2 5-9',
      'tool 3 6-7'
    ]);
  });

  it('has each span below its parent, and each in one level', () => {
    fc.assert(
      fc.property(traces, trace => {
        const icicle = icicleByTime(trace);
        expect([...icicle.rows].sort((a, b) => a - b)).toEqual(
          [...trace.order].sort((a, b) => a - b)
        );
        expect(icicle.levelStarts[icicle.levelCount]).toBe(trace.order.length);
        for (const row of trace.order) {
          const parent = trace.parents[row]!;
          expect(icicle.levels[row]!).toBeGreaterThan(
            parent < 0 ? -1 : icicle.levels[parent]!
          );
          expect(icicle.lefts[row]!).toBeGreaterThanOrEqual(0);
          expect(icicle.rights[row]!).toBeLessThanOrEqual(1 + 1e-9);
        }
      })
    );
  });
});

describe('icicle by share', () => {
  it('makes spans as wide as their own and their descendants’ shares', () => {
    const icicle = icicleByShare(agent, Float64Array.from([2, 1, 1, 0, 3, 3]));
    expect(rectsOf(agent, icicle)).toEqual([
      'root 0 0-10',
      'plan 1 0-2',
      'llm 2 0-1',
      'act 1 2-2',
      'act too 1 2-8',
      'tool 2 2-5'
    ]);
  });

  it('gives all spans the same when nobody has a share', () => {
    const icicle = icicleByShare(agent, new Float64Array(6));
    expect(icicle.rights[5]! - icicle.lefts[5]!).toBeCloseTo(1 / 6, 6);
  });

  it('keeps children inside their parents, whatever the trace', () => {
    fc.assert(
      fc.property(traces, trace => {
        const icicle = icicleByShare(trace, trace.selfTimes);
        for (const row of trace.order) {
          const parent = trace.parents[row]!;
          if (parent >= 0) {
            expect(icicle.lefts[row]!).toBeGreaterThanOrEqual(
              icicle.lefts[parent]! - 1e-9
            );
            expect(icicle.rights[row]!).toBeLessThanOrEqual(
              icicle.rights[parent]! + 1e-9
            );
          }
        }
      })
    );
  });

  it('lays out a chain of 10,000 spans', () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => ({
      spanId: `${at}`,
      ...(at > 0 && { parentId: `${at - 1}` }),
      name: `${at}`,
      start: 0,
      end: 10
    }));
    const { info } = traceFromText('root 0-1');
    const deep = buildTrace({ info, spans: spanTableOf(rows) });
    expect(icicleByShare(deep, deep.selfTimes).levelCount).toBe(10_000);
    expect(icicleByTime(deep).levelCount).toBe(10_000);
  });
});

describe('the rectangles of an icicle in sight', () => {
  const everything = { start: 0, end: 1 };

  it('are those of the range and the levels, in pixels', () => {
    const parts = icicleParts(icicleByTime(agent), {
      range: { start: 0.5, end: 1 },
      firstLevel: 1,
      lastLevel: 3,
      width: 100
    });
    expect(
      parts.map(part => ({ ...part, width: Math.round(part.width) }))
    ).toEqual([
      { row: 3, level: 1, left: 0, width: 60 },
      { row: 4, level: 2, left: 0, width: 80 }
    ]);
  });

  it('are no more than the pixels of a level, however many spans', () => {
    const lines = Array.from(
      { length: 5000 },
      (_, at) => `..s ${at}-${at + 1}`
    );
    const wide = buildTrace(
      traceFromText(['root 0-5000', ...lines].join('\n'))
    );
    const parts = icicleParts(icicleByTime(wide), {
      range: everything,
      firstLevel: 0,
      lastLevel: 9,
      width: 300
    });
    expect(parts.length).toBeLessThanOrEqual(302);
    expect(parts.length).toBeGreaterThan(290);
  });

  it('are found again by a place in them', () => {
    const icicle = icicleByTime(agent);
    expect(rowAt(icicle, { at: 0.2, level: 2 }, 0)).toBe(2);
    expect(rowAt(icicle, { at: 0.05, level: 2 }, 0)).toBe(-1);
    expect(rowAt(icicle, { at: 0.2, level: 9 }, 0)).toBe(-1);
    fc.assert(
      fc.property(traces, trace => {
        const found = icicleByTime(trace);
        for (const row of trace.order) {
          const at = (found.lefts[row]! + found.rights[row]!) / 2;
          const hit = rowAt(found, { at, level: found.levels[row]! }, 1e-9);
          expect(hit).toBeGreaterThanOrEqual(0);
        }
      })
    );
  });
});
