import { criticalPath } from '../../model/critical-path';
import type { Trace } from '../../model/types';
import { timelineStrings } from '../strings/timeline';
import { wholePercent } from '../timeline/percent';

/** What the span has to do with the critical path, as a row of the timeline says it; empty for a span that is not on it, or is all. */
export function pathShare(trace: Trace, row: number): string {
  if (trace.spans.count === 1) {
    return '';
  }
  const { times, length } = criticalPath(trace);
  const time = times.get(row);
  if (time === undefined) {
    return '';
  }
  return time > 0
    ? timelineStrings.onCriticalPath(wholePercent((time / length) * 100))
    : timelineStrings.leadsToCriticalPath;
}
