import type { Microseconds } from '../bundle/types';
import type { TimeRange, UnitInterval } from './types';

/** Zooming in ends at a millionth of the whole: beyond it the fractions of a bar's place lose their digits. */
const MOST_ZOOM = 1e6;

/** The range made longer by `factor` (shorter below 1), so that the time at the fraction `at` of it stays in place. */
export function zoomRange(
  range: TimeRange,
  whole: TimeRange,
  { factor, at }: { readonly factor: number; readonly at: UnitInterval }
): TimeRange {
  const fixed = range.start + at * lengthOf(range);
  const length = clampLength(lengthOf(range) * factor, whole);
  return fitRange(
    { start: fixed - at * length, end: fixed + (1 - at) * length },
    whole
  );
}

/** The range moved by a fraction of its own length, as far as the whole goes. */
export function panRange(
  range: TimeRange,
  whole: TimeRange,
  by: number
): TimeRange {
  const way = by * lengthOf(range);
  return fitRange({ start: range.start + way, end: range.end + way }, whole);
}

/** The range between two times in any order, inside the whole and not too short; it keeps its length where it can. */
export function fitRange(
  { start: from, end: to }: TimeRange,
  whole: TimeRange
): TimeRange {
  const length = clampLength(Math.abs(to - from), whole);
  const middle = (from + to) / 2;
  const latest = whole.end - length;
  const start = Math.max(whole.start, Math.min(latest, middle - length / 2));
  return { start, end: Math.min(whole.end, start + length) };
}

/** Whether nothing of the whole lies outside the range, but for what is lost in rounding. */
export function isWhole(range: TimeRange, whole: TimeRange): boolean {
  return lengthOf(range) >= lengthOf(whole) * (1 - 1e-9);
}

function lengthOf({ start, end }: TimeRange): Microseconds {
  return end - start;
}

function clampLength(length: Microseconds, whole: TimeRange): Microseconds {
  const most = lengthOf(whole);
  return Math.min(most, Math.max(most / MOST_ZOOM, length));
}
