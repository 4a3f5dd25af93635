import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Microseconds } from '../bundle/types';
import { growTrace } from '../model/grow-trace';
import type { Trace } from '../model/types';
import type { GrownTrace } from './timeline/timeline';

/** Milliseconds between two steps of growth: five a second look smooth, and cost little. */
const STEP = 200;

/** The same for traces whose every step takes some milliseconds. */
const LARGE_STEP = 1000;
const LARGE = 10_000;

/**
 * A trace grows only while it is news: when what is known of it lies further back, in milliseconds, it was opened from
 * a file, its kernel has died, or clocks differ, and bars that grow would lie.
 */
const NEWS = 10_000;

/** Without news for so long, in milliseconds, a trace stops to grow. */
const PATIENCE = 10 * 60_000;

/**
 * Lets the running spans of a trace in sight grow with the clock; not for readers who want no motion. News is grown
 * before it is painted, lest bars jump back, and the first step after it is left out: with both the trace is drawn five
 * times a second at the most.
 */
export function useGrowth(
  source: Trace,
  element: RefObject<HTMLElement | null>,
  onGrow: (grown: GrownTrace) => void
): void {
  useLayoutEffect(() => {
    const known = clockOf(source) - source.end;
    if (!source.isRunning || !(Math.abs(known) < NEWS * 1e3) || isStill()) {
      return undefined;
    }
    const grow = (): void => {
      if (isInSight(element.current)) {
        onGrow({ of: source, trace: growTrace(source, clockOf(source)) });
      }
    };
    grow();
    const step = source.spans.count > LARGE ? LARGE_STEP : STEP;
    const begin = Date.now() + 1.5 * step;
    const end = Date.now() + PATIENCE;
    const timer = setInterval(() => {
      const now = Date.now();
      if (now > end) {
        clearInterval(timer);
      } else if (now > begin) {
        grow();
      }
    }, step);
    return () => clearInterval(timer);
  }, [source]);
}

/** The time of the wall clock in the trace's own. */
function clockOf({ info: { startTime } }: Trace): Microseconds {
  return startTime === undefined
    ? NaN
    : Number(BigInt(Date.now()) * 1000n - startTime / 1000n);
}

function isStill(): boolean {
  return (
    typeof matchMedia === 'function' &&
    matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}

function isInSight(element: HTMLElement | null): boolean {
  const box = element?.getBoundingClientRect();
  return (
    box !== undefined &&
    !document.hidden &&
    box.bottom >= 0 &&
    box.top <= window.innerHeight
  );
}
