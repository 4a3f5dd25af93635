import type { Microseconds } from '../bundle/types';
import type { Bar, TimeRange, UnitInterval } from './types';

/**
 * The part of a span's time that lies in the range, as fractions of the range; `null` when none does. A span that
 * only touches an edge of the range lies in it only if it has no duration of its own. A range of no length shows
 * every span that it lies in at full width.
 */
export function bar(
  start: Microseconds,
  end: Microseconds,
  range: TimeRange
): Bar | null {
  const length = range.end - range.start;
  if (!(start <= range.end && end >= range.start)) {
    return null;
  }
  if (!(length > 0)) {
    return { left: 0, width: 1 };
  }
  const left = clamp((start - range.start) / length);
  const right = clamp((end - range.start) / length);
  // `1 - left` and not the difference of the ends alone: rounding must not carry the bar over the edge.
  const width = Math.min(right - left, 1 - left);
  return width > 0 || start === end ? { left, width } : null;
}

function clamp(fraction: number): UnitInterval {
  return Math.min(1, Math.max(0, fraction));
}
