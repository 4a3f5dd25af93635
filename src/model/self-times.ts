import type { SpanOrder } from '../bundle/span-order';
import type { MendedTimes } from './mend-times';

/**
 * For each row the time that no child covers, in microseconds: children that overlap count once, and a child counts
 * only as far as it lies inside its parent (work that outlives the parent is not the parent's).
 *
 * One pass in pre-order suffices: siblings come by start time, so what they cover up to now is one number.
 */
export function selfTimesOf(
  { order, parents }: Pick<SpanOrder, 'order' | 'parents'>,
  { starts, ends }: Pick<MendedTimes, 'starts' | 'ends'>
): Float64Array {
  const selfTimes = starts.map((start, row) => (ends[row] ?? start) - start);
  const coveredUntil = starts.slice();
  for (const row of order) {
    const parent = parents[row] ?? -1;
    if (parent < 0) {
      continue;
    }
    const covered = coveredUntil[parent] ?? 0;
    const from = Math.max(starts[row] ?? 0, covered);
    const until = Math.min(ends[row] ?? 0, ends[parent] ?? 0);
    if (until > from) {
      selfTimes[parent] = (selfTimes[parent] ?? 0) - (until - from);
      coveredUntil[parent] = until;
    }
  }
  return selfTimes;
}
