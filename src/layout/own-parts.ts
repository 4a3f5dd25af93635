import type { Microseconds } from '../bundle/types';
import type { Trace } from '../model/types';
import type { TimeRange } from './types';

/**
 * The times in which a span runs and none of its children does, in order: where its self time lies, as far as it lies
 * in the range. Parts shorter than `atLeast` are left out, so that a span with thousands of children gives no more
 * than can be seen. O(children).
 */
export function ownParts(
  { order, positions, sizesAtPosition, starts, ends }: Trace,
  row: number,
  atLeast: Microseconds,
  range: TimeRange = ALL_TIME
): TimeRange[] {
  const parts: TimeRange[] = [];
  const end = Math.min(ends[row] ?? NaN, range.end);
  let free = Math.max(starts[row] ?? NaN, range.start);
  const position = positions[row] ?? 0;
  const last = position + (sizesAtPosition[position] ?? 1);
  // Children stand in the order of their starts, so one sweep finds the gaps.
  for (let at = position + 1; at < last; at += sizesAtPosition[at] ?? 1) {
    const child = order[at] ?? 0;
    addPart(parts, free, Math.min(starts[child] ?? NaN, end), atLeast);
    free = Math.max(free, ends[child] ?? NaN);
  }
  addPart(parts, free, end, atLeast);
  return parts;
}

const ALL_TIME: TimeRange = { start: -Infinity, end: Infinity };

function addPart(
  parts: TimeRange[],
  start: Microseconds,
  end: Microseconds,
  atLeast: Microseconds
): void {
  if (end > start && end - start >= atLeast) {
    parts.push({ start, end });
  }
}
