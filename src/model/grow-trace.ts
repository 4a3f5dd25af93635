import type { Microseconds } from '../bundle/types';
import { selfTimesOf } from './self-times';
import type { Trace } from './types';

/**
 * The trace as it stands at `now`, its running spans drawn out to then; the same object when it has ended or `now` is
 * no news. O(n).
 */
export function growTrace(trace: Trace, now: Microseconds): Trace {
  if (!trace.isRunning || !(now > trace.end)) {
    return trace;
  }
  const { spans } = trace;
  const ends = trace.ends.map((end, row) =>
    isRunning(spans, row) ? now : end
  );
  const grown = { ...trace, ends, end: now };
  return { ...grown, selfTimes: selfTimesOf(grown, grown) };
}

/** Started, and not known to have ended. */
function isRunning({ starts, ends }: Trace['spans'], row: number): boolean {
  return Number.isNaN(ends[row]) && !Number.isNaN(starts[row]);
}
