import type { Trace } from '../model/types';
import type { UnitInterval } from './types';

/**
 * Every span as a rectangle below its parent. `lefts` and `rights` are indexed by row, as fractions of the whole;
 * `levels` too, from 0 at the top.
 */
export type Icicle = {
  readonly lefts: Float64Array;
  readonly rights: Float64Array;
  readonly levels: Int32Array;
  readonly levelCount: number;
  /** Rows level by level, from left to right in each. */
  readonly rows: Int32Array;
  /** Where each level begins in `rows`, and at last its end. */
  readonly levelStarts: Int32Array;
};

/** Levels that a span moves down at most to get clear of those that run beside it; then it lies over them. */
const MOST_SHIFT = 64;

/**
 * The spans by the time at which they ran. A span is drawn below its parent, and below what ran at the same time
 * beside it, so that nothing is hidden. O(n log n).
 */
export function icicleByTime(trace: Trace): Icicle {
  const { starts, ends, start, end, parents, positions } = trace;
  const length = end - start;
  const scale = length > 0 ? 1 / length : 0;
  const lefts = starts.map(time => (time - start) * scale);
  const rights = ends.map(time => (length > 0 ? (time - start) * scale : 1));
  const levels = new Int32Array(starts.length);
  const fullUntil: number[] = [];
  const inTime = trace.order.slice().sort((a, b) => {
    const byStart = (starts[a] ?? 0) - (starts[b] ?? 0);
    return byStart === 0 ? (positions[a] ?? 0) - (positions[b] ?? 0) : byStart;
  });
  // A child that starts before its parent comes first in time, but its level depends on the parent's.
  const isPlaced = new Uint8Array(starts.length);
  for (const row of inTime) {
    for (const next of unplaced(row, parents, isPlaced)) {
      const above = levels[parents[next] ?? -1] ?? -1;
      const level = freeLevel(fullUntil, above + 1, lefts[next] ?? 0);
      levels[next] = level;
      isPlaced[next] = 1;
      fullUntil[level] = Math.max(fullUntil[level] ?? 0, rights[next] ?? 0);
    }
  }
  return icicleOf(inTime, { lefts, rights, levels });
}

/** The row and those of its ancestors that have no place yet, the topmost first. */
function unplaced(
  row: number,
  parents: Int32Array,
  isPlaced: Uint8Array
): number[] {
  const rows: number[] = [];
  let at = row;
  while (at >= 0 && isPlaced[at] === 0) {
    rows.push(at);
    at = parents[at] ?? -1;
  }
  return rows.reverse();
}

function freeLevel(
  fullUntil: readonly number[],
  top: number,
  left: UnitInterval
): number {
  for (let level = top; level < top + MOST_SHIFT; level++) {
    if ((fullUntil[level] ?? 0) <= left) {
      return level;
    }
  }
  return top;
}

/** Completes an icicle: sorts rows, which stand from left to right, into levels. O(n). */
export function icicleOf(
  fromLeft: Int32Array,
  { lefts, rights, levels }: Pick<Icicle, 'lefts' | 'rights' | 'levels'>
): Icicle {
  const levelCount = levels.reduce(
    (most, level) => Math.max(most, level + 1),
    0
  );
  const levelStarts = new Int32Array(levelCount + 1);
  for (const level of levels) {
    levelStarts[level + 1] = (levelStarts[level + 1] ?? 0) + 1;
  }
  for (let level = 1; level <= levelCount; level++) {
    levelStarts[level] =
      (levelStarts[level] ?? 0) + (levelStarts[level - 1] ?? 0);
  }
  const rows = new Int32Array(fromLeft.length);
  const free = levelStarts.slice();
  for (const row of fromLeft) {
    const level = levels[row] ?? 0;
    const at = free[level] ?? 0;
    rows[at] = row;
    free[level] = at + 1;
  }
  return { lefts, rights, levels, levelCount, rows, levelStarts };
}
