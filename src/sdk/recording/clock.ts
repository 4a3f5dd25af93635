// The global of this name is looked up by a function of Node's each time, which takes longer than the clock itself.
import { performance } from 'node:perf_hooks';
import type { HrTime } from '@opentelemetry/api';
import type { Nanoseconds } from '../../bundle/types';

/** It stays the same, and is not a plain property. */
const { timeOrigin } = performance;

/** Milliseconds by which the two clocks may differ before the wall clock is believed. */
const MAX_DRIFT = 5;

/**
 * The time within one trace: microseconds fine, and never backwards when the computer's clock is set. One clock a
 * trace, because the monotonic clock loses the wall clock when a laptop sleeps.
 */
export class TraceClock {
  /** Milliseconds on the monotonic clock. */
  readonly startedAt = performance.now();
  private readonly _origin: number;

  constructor() {
    const wall = Date.now();
    const drift = wall - (timeOrigin + this.startedAt);
    this._origin =
      Math.abs(drift) <= MAX_DRIFT ? timeOrigin : timeOrigin + drift;
  }

  /** Now, as OpenTelemetry's seconds and nanoseconds since the epoch. */
  now(): HrTime {
    const origin = this._origin;
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
