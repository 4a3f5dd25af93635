import type { Microseconds } from '../../bundle/types';
import { ownParts } from '../../layout/own-parts';
import type { TimeRange } from '../../layout/types';
import type { Trace } from '../../model/types';

/** Of the visible range: shorter parts are narrower than half a pixel of the widest time axis. */
const SMALLEST_PART = 1 / 2000;

/** Past this many parts the pattern is noise, and the style text long. */
const MAX_PARTS = 60;

/** The whole bar solid. */
const SOLID = 'var(--sb-kind)';

/**
 * The CSS background of the part of a bar that lies in the range: solid where the span itself runs, clear where one of
 * its children does.
 */
export function barFill(trace: Trace, row: number, range: TimeRange): string {
  const start = Math.max(trace.starts[row] ?? NaN, range.start);
  const length = Math.min(trace.ends[row] ?? NaN, range.end) - start;
  if ((trace.childCounts[row] ?? 0) === 0 || !(length > 0)) {
    return SOLID;
  }
  const smallest = (range.end - range.start) * SMALLEST_PART;
  const parts = ownParts(trace, row, smallest, range).slice(0, MAX_PARTS);
  const at = (time: Microseconds): string =>
    `${(((time - start) / length) * 100).toFixed(2)}%`;
  const stops = parts.map(
    part =>
      `transparent ${at(part.start)}, ${SOLID} ${at(part.start)} ${at(part.end)}, transparent ${at(part.end)}`
  );
  return parts.length === 0
    ? 'none'
    : `linear-gradient(to right, ${stops.join(', ')})`;
}
