import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitRange, isWhole, panRange, zoomRange } from '../time-range';
import type { TimeRange } from '../types';

const whole: TimeRange = { start: 0, end: 1000 };

/** A whole and some range of it. */
const zoomed = fc
  .tuple(
    fc.integer({ min: -1000, max: 1000 }),
    fc.integer({ min: 0, max: 1e9 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true })
  )
  .map(([start, length, from, to]): [TimeRange, TimeRange] => {
    const all = { start, end: start + length };
    return [
      fitRange({ start: start + from * length, end: start + to * length }, all),
      all
    ];
  });

function expectInside(range: TimeRange, all: TimeRange): void {
  expect(range.start).toBeGreaterThanOrEqual(all.start);
  expect(range.end).toBeLessThanOrEqual(all.end);
  expect(range.end).toBeGreaterThanOrEqual(range.start);
}

describe('a visible range', () => {
  it('keeps the time under the pointer in place while it is zoomed', () => {
    expect(zoomRange(whole, whole, { factor: 0.5, at: 0.25 })).toEqual({
      start: 125,
      end: 625
    });
    expect(
      zoomRange({ start: 125, end: 625 }, whole, { factor: 2, at: 0.25 })
    ).toEqual(whole);
  });

  it('moves by its own length and stops at the ends', () => {
    const range = { start: 100, end: 300 };
    expect(panRange(range, whole, 0.5)).toEqual({ start: 200, end: 400 });
    expect(panRange(range, whole, -9)).toEqual({ start: 0, end: 200 });
    expect(panRange(range, whole, 9)).toEqual({ start: 800, end: 1000 });
  });

  it('spans two times in any order, and never less than a millionth', () => {
    expect(fitRange({ start: 500, end: 200 }, whole)).toEqual({
      start: 200,
      end: 500
    });
    expect(fitRange({ start: 300, end: 300 }, whole)).toEqual({
      start: 299.9995,
      end: 300.0005
    });
    expect(fitRange({ start: 1000, end: 1000 }, whole)).toEqual({
      start: 999.999,
      end: 1000
    });
  });

  it('knows when it is the whole', () => {
    expect(isWhole(whole, whole)).toBe(true);
    expect(isWhole({ start: 1, end: 1000 }, whole)).toBe(false);
  });

  it('stays inside the whole, whatever is done to it', () => {
    fc.assert(
      fc.property(
        zoomed,
        fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([range, all], by, at) => {
          expectInside(range, all);
          expectInside(panRange(range, all, by), all);
          expectInside(
            zoomRange(range, all, { factor: Math.abs(by), at }),
            all
          );
        }
      )
    );
  });

  it('comes back when it is zoomed in and out at the same place', () => {
    fc.assert(
      fc.property(
        zoomed,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([range, all], at) => {
          fc.pre(range.end - range.start > (all.end - all.start) / 1e5);
          const inside = zoomRange(range, all, { factor: 0.5, at });
          const back = zoomRange(inside, all, { factor: 2, at });
          const near = (all.end - all.start) * 1e-9 + 1e-6;
          expect(Math.abs(back.start - range.start)).toBeLessThan(near);
          expect(Math.abs(back.end - range.end)).toBeLessThan(near);
        }
      )
    );
  });
});
