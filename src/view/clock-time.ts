import type { Microseconds, Nanoseconds } from '../bundle/types';
import { readerLocale } from './strings/language';

/** When something was, in the reader's locale and time zone; empty when the trace has no start. */
export function clockTime(
  traceStart: Nanoseconds | undefined,
  offset: Microseconds
): string {
  if (traceStart === undefined || !Number.isFinite(offset)) {
    return '';
  }
  const date = new Date(Number(traceStart / 1_000_000n) + offset / 1e3);
  if (Number.isNaN(date.getTime())) {
    return ''; // beyond the year 275760
  }
  return date.toLocaleString(readerLocale(), {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3
  });
}
