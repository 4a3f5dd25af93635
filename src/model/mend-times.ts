import type { SpanOrder } from '../bundle/span-order';
import type { Microseconds, SpanTable } from '../bundle/types';

/** Times of all spans without gaps; see `Trace.starts`. */
export type MendedTimes = {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** Rows whose start, or whose end although the trace has ended, was not recorded. */
  readonly missing: readonly number[];
  /** Rows that ended before they started. */
  readonly negative: readonly number[];
};

/**
 * Fills in what was not recorded. An unknown start becomes the end if that is known (a point in time), else the
 * parent's start. An unknown end becomes the end of the trace while the trace runs, else the parent's end. An end
 * before its start becomes the start.
 */
export function mendTimes(
  spans: SpanTable,
  { order, parents }: Pick<SpanOrder, 'order' | 'parents'>,
  isRunning: boolean
): MendedTimes {
  const { start, end } = extentOf(spans);
  const starts = spans.starts.slice();
  const ends = spans.ends.slice();
  const missing: number[] = [];
  const negative: number[] = [];
  for (const row of order) {
    const parent = parents[row] ?? -1;
    const ownStart = spans.starts[row] ?? NaN;
    const ownEnd = spans.ends[row] ?? NaN;
    const parentStart = starts[parent] ?? start;
    const parentEnd = isRunning ? end : (ends[parent] ?? end);
    const mendedStart = firstKnown(ownStart, ownEnd, parentStart);
    const mendedEnd = firstKnown(
      ownEnd,
      Number.isNaN(ownStart) ? mendedStart : parentEnd
    );
    starts[row] = mendedStart;
    ends[row] = Math.max(mendedStart, mendedEnd);
    if (Number.isNaN(ownStart) || (Number.isNaN(ownEnd) && !isRunning)) {
      missing.push(row);
    }
    if (ownEnd < ownStart) {
      negative.push(row);
    }
  }
  return { starts, ends, start, end, missing, negative };
}

/** Earliest and latest time that is known; 0 and 0 when none is. */
function extentOf({ starts, ends }: SpanTable): {
  start: Microseconds;
  end: Microseconds;
} {
  let start = Infinity;
  let end = -Infinity;
  for (const times of [starts, ends]) {
    for (const time of times) {
      // Comparisons with NaN are false: unknown times count for nothing.
      start = time < start ? time : start;
      end = time > end ? time : end;
    }
  }
  return start <= end ? { start, end } : { start: 0, end: 0 };
}

function firstKnown(...times: readonly Microseconds[]): Microseconds {
  return times.find(time => !Number.isNaN(time)) ?? 0;
}
