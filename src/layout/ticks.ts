import type { Microseconds } from '../bundle/types';
import type { CssPixels, Tick } from './types';

/** Room for the widest label, `1:02:30`, and a gap. */
const MIN_GAP: CssPixels = 72;

const MICROSECOND: Unit = { size: 1, symbol: 'µs' };
const MILLISECOND: Unit = { size: 1e3, symbol: 'ms' };
const SECOND: Unit = { size: 1e6, symbol: 's' };

/** The longest step in seconds. */
const SECONDS_LIMIT = 20;

/** Longer steps, in seconds: minutes and hours do not count in tens. */
const LONG_STEPS = [
  30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400
];

/**
 * Marks of the time axis at round times, in order, about 72 pixels or more apart: steps of 1, 2 or 5 in a power of
 * ten up to 20 s, then of a clock. All labels share one unit, chosen by the largest time.
 */
export function ticks(
  start: Microseconds,
  end: Microseconds,
  width: CssPixels
): Tick[] {
  const length = end - start;
  if (!(length > 0) || !(width > 0)) {
    return [{ at: 0, label: labelOf(start, 1, unitOf(start)) }];
  }
  const step = stepOf(length / Math.max(1, Math.floor(width / MIN_GAP)));
  const unit = unitOf(Math.max(Math.abs(start), Math.abs(end)));
  const first = Math.ceil(start / step);
  const last = Math.floor(end / step);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const time = (first + index) * step;
    return { at: (time - start) / length, label: labelOf(time, step, unit) };
  });
}

/** Width of a character of a label at the view's label size, rounded up. */
const CHARACTER: CssPixels = 7;

/** The ticks whose labels end before the axis does: half a label is worse than none. The first always stays. */
export function labelledTicks(
  all: readonly Tick[],
  width: CssPixels
): readonly Tick[] {
  return all.filter(
    ({ at, label }, index) =>
      index === 0 || (1 - at) * width >= label.length * CHARACTER
  );
}

type Unit = { readonly size: Microseconds; readonly symbol: string };

/** The smallest round step that is at least `atLeast`. */
function stepOf(atLeast: Microseconds): Microseconds {
  const seconds = atLeast / SECOND.size;
  if (seconds > SECONDS_LIMIT) {
    const step =
      LONG_STEPS.find(long => long >= seconds) ??
      86_400 * roundUp(seconds / 86_400);
    return step * SECOND.size;
  }
  // Times are whole microseconds, no tick is finer.
  return Math.max(1, roundUp(atLeast));
}

/** The smallest of 1, 2, 5 times a power of ten that is at least the value. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5].find(digit => digit * power >= value) ?? 10;
  return factor * power;
}

function unitOf(largest: Microseconds): Unit {
  if (largest < MILLISECOND.size) {
    return MICROSECOND;
  }
  return largest < SECOND.size ? MILLISECOND : SECOND;
}

function labelOf(time: Microseconds, step: Microseconds, unit: Unit): string {
  if (time === 0) {
    return '0';
  }
  if (step > SECONDS_LIMIT * SECOND.size) {
    return clockOf(time);
  }
  const decimals = Math.max(0, Math.ceil(-Math.log10(step / unit.size)));
  const size = Math.abs(time / unit.size).toFixed(decimals);
  return `${time < 0 ? '−' : ''}${size} ${unit.symbol}`;
}

/** `m:ss` or `h:mm:ss`. */
function clockOf(time: Microseconds): string {
  const seconds = Math.round(Math.abs(time) / SECOND.size);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  const hours = Math.floor(seconds / 3600);
  const [lead, ...rest] = hours > 0 ? [hours, ...parts] : parts;
  return [
    `${time < 0 ? '−' : ''}${String(lead)}`,
    ...rest.map(part => String(part).padStart(2, '0'))
  ].join(':');
}
