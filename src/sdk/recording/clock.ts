import type { HrTime } from '@opentelemetry/api';
import type { Nanoseconds } from '../../bundle/types';

/** Milliseconds by which the two clocks may differ before the wall clock is believed. */
const MAX_DRIFT = 5;

/**
 * The time within one trace: microseconds fine, and never backwards when the computer's clock is set. One clock a
 * trace, because the monotonic clock loses the wall clock when a laptop sleeps.
 */
export class TraceClock {
  private readonly _offset: number;

  constructor() {
    const wall = Date.now();
    const fine = performance.timeOrigin + performance.now();
    this._offset = Math.abs(fine - wall) <= MAX_DRIFT ? 0 : wall - fine;
  }

  /** Now, as OpenTelemetry's seconds and nanoseconds since the epoch. */
  now(): HrTime {
    const origin = performance.timeOrigin + this._offset;
    const elapsed = performance.now();
    // Whole milliseconds apart from fractions: their sum as one number keeps a quarter of a microsecond only.
    const whole = Math.floor(origin) + Math.floor(elapsed);
    const rest = (origin % 1) + (elapsed % 1);
    const nanoseconds = (whole % 1000) * 1e6 + Math.round(rest * 1e6);
    return [
      Math.floor(whole / 1000) + Math.floor(nanoseconds / 1e9),
      nanoseconds % 1e9
    ];
  }
}

/** OpenTelemetry's pair for a time. */
export function hrTimeOf(time: Nanoseconds): HrTime {
  return [Number(time / 1_000_000_000n), Number(time % 1_000_000_000n)];
}

/** Nanoseconds since the epoch of an OpenTelemetry pair. */
export function nanosecondsOf([seconds, nanoseconds]: HrTime): Nanoseconds {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
}
