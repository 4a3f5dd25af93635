import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceRecord } from '../../../test/arbitraries';
import { traceFromText } from '../../../test/trace-from-text';
import { spanTableOf } from '../../bundle/span-table';
import { buildTrace } from '../build-trace';
import { criticalPath } from '../critical-path';
import type { Trace } from '../types';

function drawn(drawing: string): Trace {
  return buildTrace(traceFromText(drawing));
}

/** `name start-end` in milliseconds, in the order of time. */
function pathOf(trace: Trace): string[] {
  return criticalPath(trace).sections.map(
    ({ row, start, end }) =>
      `${trace.spans.names[row] ?? ''} ${start / 1e3}-${end / 1e3}`
  );
}

const traces = traceRecord.map(buildTrace);

describe('criticalPath', () => {
  it('is the whole of a span without children', () => {
    expect(pathOf(drawn('root 0-10'))).toEqual(['root 0-10']);
  });

  it('goes through children that follow each other, and the time between them', () => {
    expect(pathOf(drawn('root 0-10 / ..plan 1-4 / ..act 5-9'))).toEqual([
      'root 0-1',
      'plan 1-4',
      'root 4-5',
      'act 5-9',
      'root 9-10'
    ]);
  });

  it('takes of spans that run side by side the one that ends last', () => {
    expect(
      pathOf(drawn('root 0-10 / ..short 0-4 / ..long 0-9 / ..mid 2-6'))
    ).toEqual(['long 0-9', 'root 9-10']);
  });

  it('leaves out what overlaps the span that came after it: it did not hold it up', () => {
    expect(pathOf(drawn('root 0-10 / ..early 0-5 / ..late 4-10'))).toEqual([
      'root 0-4',
      'late 4-10'
    ]);
  });

  it('counts a child that outlives its parent up to the parent’s end', () => {
    expect(pathOf(drawn('root 0-10 / ..first 0-6 / ....child 2-9'))).toEqual([
      'first 0-2',
      'child 2-6',
      'root 6-10'
    ]);
  });

  it('goes from root to root, and counts no time between them', () => {
    const trace = drawn('one 0-4 / two 6-10');
    expect(pathOf(trace)).toEqual(['one 0-4', 'two 6-10']);
    expect(criticalPath(trace).length).toBe(8000);
  });

  it('leaves out spans whose time is not known', () => {
    expect(pathOf(drawn('root 0-10 / ..unknown ?-?'))).toEqual(['root 0-10']);
  });

  it('lists the ancestors of what is on it, with no time where they have none', () => {
    const { times } = criticalPath(
      drawn('root 0-10 / ..all 0-10 / ....llm 0-10')
    );
    expect([...times].sort()).toEqual([
      [0, 0],
      [1, 0],
      [2, 10_000]
    ]);
  });

  it('consists of disjoint sections in the order of time, each inside its span', () => {
    fc.assert(
      fc.property(traces, trace => {
        let last = -Infinity;
        for (const { row, start, end } of criticalPath(trace).sections) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(start).toBeGreaterThanOrEqual(trace.starts[row]!);
          expect(end).toBeLessThanOrEqual(trace.ends[row]!);
          last = end;
        }
      })
    );
  });

  it('has every parent of a span on it, and its times sum up to its length', () => {
    fc.assert(
      fc.property(traces, trace => {
        const { times, length } = criticalPath(trace);
        for (const row of times.keys()) {
          const parent = trace.parents[row]!;
          expect(parent < 0 || times.has(parent)).toBe(true);
        }
        const sum = [...times.values()].reduce((all, time) => all + time, 0);
        expect(sum).toBeCloseTo(length, 3);
        expect(length).toBeLessThanOrEqual(trace.end - trace.start);
      })
    );
  });

  it('covers the whole time of a trace with one root', () => {
    fc.assert(
      fc.property(traces, trace => {
        const root = trace.order[0]!;
        fc.pre(
          trace.rootCount === 1 && !Number.isNaN(trace.spans.starts[root])
        );
        fc.pre(
          trace.starts[root] === trace.start && trace.ends[root] === trace.end
        );
        expect(criticalPath(trace).length).toBeCloseTo(
          trace.end - trace.start,
          3
        );
      })
    );
  });

  it('gives no span more time than it ran', () => {
    fc.assert(
      fc.property(traces, trace => {
        for (const [row, time] of criticalPath(trace).times) {
          expect(time).toBeLessThanOrEqual(
            trace.ends[row]! - trace.starts[row]!
          );
        }
      })
    );
  });

  it('follows a chain of 10,000 spans, one in the other', () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => ({
      spanId: `${at}`,
      ...(at > 0 && { parentId: `${at - 1}` }),
      name: `${at}`,
      start: at,
      end: 20_000 - at
    }));
    const { info } = traceFromText('root 0-1');
    const { times } = criticalPath(
      buildTrace({ info, spans: spanTableOf(rows) })
    );
    expect(times.size).toBe(10_000);
    expect(times.get(0)).toBe(2);
    expect(times.get(9_999)).toBe(2);
  });
});
