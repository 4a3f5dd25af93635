import type { UnitInterval } from './types';

/** What the shortest keeps of the bar, so that it is still seen. */
const SMALLEST: UnitInterval = 0.04;

/**
 * The length of a bar on a logarithmic scale that several share: 1 for `longest`, a little for `shortest` and all
 * below it; 0 for what is unknown or not positive. Traces of one table last from milliseconds to minutes.
 */
export function logShare(
  value: number,
  shortest: number,
  longest: number
): UnitInterval {
  if (!(value > 0) || !(longest > 0)) {
    return 0;
  }
  const range = Math.log(longest / shortest);
  const share = range > 0 ? Math.log(value / shortest) / range : 1;
  return SMALLEST + (1 - SMALLEST) * Math.min(1, Math.max(0, share));
}
