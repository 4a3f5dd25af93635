import { formatDuration } from '../bundle/format-duration';
import type { Trace } from '../model/types';
import { strings } from './strings';

/** The duration of a span in words; a span without an end runs only while its trace does. */
export function spanDuration(
  { spans, starts, ends, isRunning }: Trace,
  row: number
): string {
  return isRunning && Number.isNaN(spans.ends[row] ?? NaN)
    ? strings.running
    : formatDuration((ends[row] ?? NaN) - (starts[row] ?? NaN));
}
