import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bar } from '../bar';
import { contentHeight, rowWindow, scrollTopFor } from '../row-window';
import { labelledTicks, ticks } from '../ticks';

describe('bar', () => {
  const range = { start: 100, end: 200 };

  it.each([
    ['inside', 120, 150, { left: 0.2, width: 0.3 }],
    ['over both edges', 0, 300, { left: 0, width: 1 }],
    ['over the left edge', 50, 150, { left: 0, width: 0.5 }],
    ['of no duration', 150, 150, { left: 0.5, width: 0 }],
    ['at the right edge, of no duration', 200, 200, { left: 1, width: 0 }],
    ['that ends where the range starts', 50, 100, null],
    ['before the range', 10, 20, null],
    ['after the range', 210, 220, null],
    ['of unknown time', NaN, NaN, null]
  ])('of a span %s', (_, start, end, expected) => {
    expect(bar(start, end, range)).toEqual(expected);
  });

  it('is the whole width when the range has no length', () => {
    expect(bar(0, 0, { start: 0, end: 0 })).toEqual({ left: 0, width: 1 });
  });
});

describe('ticks', () => {
  const labels = (start: number, end: number, width: number): string =>
    ticks(start, end, width)
      .map(({ label }) => label)
      .join(' | ');

  it.each([
    [0, 400, 400, '0 | 100 µs | 200 µs | 300 µs | 400 µs'],
    [0, 360_000, 400, '0 | 100 ms | 200 ms | 300 ms'],
    [0, 1_240_000, 500, '0 | 0.5 s | 1.0 s'],
    [0, 1_240_000, 600, '0 | 0.2 s | 0.4 s | 0.6 s | 0.8 s | 1.0 s | 1.2 s'],
    [0, 90_000_000, 300, '0 | 0:30 | 1:00 | 1:30'],
    [0, 7_200_000_000, 400, '0 | 30:00 | 1:00:00 | 1:30:00 | 2:00:00'],
    [-1500, 1500, 300, '−1 ms | 0 | 1 ms'],
    [
      5_000_000,
      5_000_003,
      300,
      '5.000000 s | 5.000001 s | 5.000002 s | 5.000003 s'
    ],
    [0, 0, 300, '0'],
    [0, 100, 0, '0']
  ])('from %d to %d µs on %d px', (start, end, width, expected) => {
    expect(labels(start, end, width)).toBe(expected);
  });

  it('stand in the range, in order, at even distances that leave room for labels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e12 }),
        fc.integer({ min: 1, max: 1e12 }),
        fc.integer({ min: 80, max: 2000 }),
        (start, length, width) => {
          const marks = ticks(start, start + length, width);
          expect(marks.length).toBeLessThanOrEqual(width / 72 + 2);
          marks.forEach(({ at }, index) => {
            const before = marks[index - 1]?.at ?? -Infinity;
            expect(at).toBeGreaterThanOrEqual(0);
            expect(at).toBeLessThanOrEqual(1);
            expect((at - before) * width).toBeGreaterThan(length < 10 ? 0 : 71);
          });
          expect(new Set(marks.map(({ label }) => label)).size).toBe(
            marks.length
          );
        }
      )
    );
  });
});

describe('labelledTicks', () => {
  const labelsOf = (end: number, width: number): string[] =>
    labelledTicks(ticks(0, end, width), width).map(({ label }) => label);

  it('leaves out a last label that the end of the axis would cut', () => {
    expect(labelsOf(106_000, 220)).toEqual(['0', '50 ms']);
  });

  it('keeps a last label that has room', () => {
    expect(labelsOf(140_000, 220)).toEqual(['0', '50 ms', '100 ms']);
  });

  it('keeps the first label however narrow the axis is', () => {
    expect(labelsOf(106_000, 1)).toEqual(['0']);
  });
});

describe('rowWindow', () => {
  it('gives the rows in sight and four more at each end', () => {
    expect(rowWindow(2200, 320, 1000, 22)).toEqual({
      first: 96,
      last: 119,
      offset: 2112
    });
    expect(rowWindow(0, 320, 1000, 22)).toEqual({
      first: 0,
      last: 19,
      offset: 0
    });
    expect(rowWindow(0, 320, 3, 22)).toEqual({ first: 0, last: 3, offset: 0 });
    expect(rowWindow(0, 320, 0, 22)).toEqual({ first: 0, last: 0, offset: 0 });
  });

  it('stays in place when a browser scrolls beyond the content', () => {
    expect(rowWindow(-50, 320, 1000, 22)).toEqual(rowWindow(0, 320, 1000, 22));
    expect(rowWindow(1e9, 320, 1000, 22).last).toBe(1000);
  });

  it('keeps the content within what browsers lay out, and still reaches both ends', () => {
    const count = 1_000_000;
    const height = contentHeight(count, 22);
    expect(height).toBe(8_000_000);
    expect(rowWindow(0, 320, count, 22).first).toBe(0);
    const end = rowWindow(height - 320, 320, count, 22);
    expect(end.last).toBe(count);
    expect(end.offset + (end.last - end.first) * 22).toBeCloseTo(height);
  });

  it('draws rows over all that is in sight', () => {
    fc.assert(
      fc.property(
        fc.nat(2_000_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, place) => {
          const top = place * Math.max(0, contentHeight(count, 22) - 320);
          const { first, last, offset } = rowWindow(top, 320, count, 22);
          expect(offset).toBeLessThanOrEqual(top + 1e-6);
          expect(offset + (last - first) * 22).toBeGreaterThanOrEqual(
            Math.min(top + 320, contentHeight(count, 22)) - 1e-6
          );
          expect(last - first).toBeLessThanOrEqual(25);
        }
      )
    );
  });
});

describe('scrollTopFor', () => {
  it.each([50, 5_000_000])(
    'brings a row of %d into sight, and moves no further than needed',
    count => {
      fc.assert(
        fc.property(fc.nat(count - 1), fc.nat(1000), (index, from) => {
          const top = scrollTopFor(index, from, 320, { count, rowHeight: 22 });
          const { first, last, offset } = rowWindow(top, 320, count, 22);
          const rowTop = offset + (index - first) * 22;
          expect(index).toBeGreaterThanOrEqual(first);
          expect(index).toBeLessThan(last);
          expect(rowTop).toBeGreaterThanOrEqual(top - 1e-3);
          expect(rowTop + 22).toBeLessThanOrEqual(top + 320 + 1e-3);
        })
      );
    }
  );

  it('stays where it is when the row is in sight', () => {
    expect(scrollTopFor(5, 60, 320, { count: 50, rowHeight: 22 })).toBe(60);
  });
});
