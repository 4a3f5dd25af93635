import { StatusCode } from '../bundle/types';
import type { Trace } from '../model/types';

/** Spans that "slowest" leads through: later ones are not worth a look. */
const MOST_SLOWEST = 10;

/** Rows of the spans that failed, in the order of the trace. */
export function errorRows({ order, spans }: Trace): readonly number[] {
  return [...order].filter(row => spans.statuses[row] === StatusCode.error);
}

/** Rows with the longest self times, at most ten, the slowest first; spans without any are left out. */
export function slowestRows({ order, selfTimes }: Trace): readonly number[] {
  const slowest: number[] = [];
  const timeOf = (row: number): number => selfTimes[row] ?? 0;
  for (const row of order) {
    const last = slowest[MOST_SLOWEST - 1];
    if (timeOf(row) > (last === undefined ? 0 : timeOf(last))) {
      const at = slowest.findIndex(other => timeOf(other) < timeOf(row));
      slowest.splice(at < 0 ? slowest.length : at, 0, row);
      slowest.length = Math.min(slowest.length, MOST_SLOWEST);
    }
  }
  return slowest;
}

/** The place in `rows`, which stand in the order of the trace, that follows a row, or comes before it; around the end. */
export function nextPlace(
  { positions }: Trace,
  rows: readonly number[],
  { from, isBack }: { readonly from: number; readonly isBack: boolean }
): number {
  const here = positions[from] ?? -1;
  const isBefore = (row: number): boolean => (positions[row] ?? 0) < here;
  const before = rows.filter(isBefore).length;
  const isHere = rows[before] === from;
  const place = isBack ? before - 1 : before + (isHere ? 1 : 0);
  return (place + rows.length) % rows.length;
}
