import type { Microseconds } from './types';

/**
 * A duration for people: three significant digits up to a minute (`532 µs`, `12.4 ms`, `1.24 s`), then `2 min 05 s`,
 * `1 h 02 min`. An en dash when it is not known.
 */
export function formatDuration(duration: Microseconds): string {
  if (!Number.isFinite(duration)) {
    return '–';
  }
  if (duration < 0) {
    return `−${formatDuration(-duration)}`;
  }
  // The bounds stand where rounding to three digits reaches the next unit, so `1000 ms` is never written.
  if (duration < 999.5) {
    return `${Math.round(duration)} µs`;
  }
  if (duration < 999_500) {
    return `${(duration / 1e3).toPrecision(3)} ms`;
  }
  if (duration < 59_950_000) {
    return `${(duration / 1e6).toPrecision(3)} s`;
  }
  return formatMinutes(Math.round(duration / 1e6));
}

function formatMinutes(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${twoDigits(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
