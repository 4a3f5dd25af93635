import { formatDuration } from '../format-duration';
import type { Trace } from '../../model/types';
import { strings } from '../strings/first-picture';

/** The duration of a span in words. */
export function spanDuration(trace: Trace, row: number): string {
  const { starts, ends } = trace;
  return isSpanRunning(trace, row)
    ? strings.running
    : formatDuration((ends[row] ?? NaN) - (starts[row] ?? NaN));
}

/** A span without an end runs only while its trace does. */
export function isSpanRunning(
  { spans, isRunning }: Trace,
  row: number
): boolean {
  return isRunning && Number.isNaN(spans.ends[row] ?? NaN);
}
