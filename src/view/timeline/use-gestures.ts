import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Microseconds } from '../../bundle/types';
import { panRange, zoomRange } from '../../layout/time-range';
import type { CssPixels, TimeRange, UnitInterval } from '../../layout/types';
import { showRange, type CommandContext } from './timeline-commands';
import { wheelStep } from './wheel-step';

/** A drag on the axis that is shorter is a click. */
const SHORTEST_DRAG: CssPixels = 4;

/** Room on both sides of a span that was zoomed to, as a part of its length. */
const MARGIN = 0.04;

type Gestures = CommandContext & {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly axis: RefObject<HTMLElement | null>;
  /** Told what is dragged over, and `undefined` at the end. */
  readonly onBrush: (brush: TimeRange | undefined) => void;
};

type Gesture = Gestures & {
  readonly range: TimeRange;
  /** The time below a place in the page. */
  readonly timeAt: (x: CssPixels) => Microseconds;
  readonly fractionAt: (x: CssPixels) => UnitInterval;
};

/** Wheel, pinch, drag and double click on the timeline; listeners that may keep the browser from scrolling. */
export function useGestures(gestures: Gestures): void {
  const latest = useRef(gestures);
  latest.current = gestures;
  const { scroller } = gestures;
  useEffect(() => {
    const box = scroller.current;
    if (!box) {
      return undefined;
    }
    const ending = new AbortController();
    const { signal } = ending;
    const now = (): Gesture => gestureOf(latest.current);
    const options = { signal, passive: false };
    box.addEventListener('wheel', event => onWheel(event, now()), options);
    box.addEventListener('dblclick', event => onDoubleClick(event, now()), {
      signal
    });
    box.addEventListener('pointerdown', event => onPointerDown(event, now), {
      signal
    });
    listenToPinch(box, now, options);
    return () => ending.abort();
  }, [scroller]);
}

function gestureOf(gestures: Gestures): Gesture {
  const { state, axis } = gestures;
  const range = state.look.range ?? state.trace;
  const fractionAt = (x: CssPixels): UnitInterval => {
    const box = axis.current?.getBoundingClientRect();
    return box && box.width > 0
      ? Math.max(0, Math.min(1, (x - box.left) / box.width))
      : 0.5;
  };
  const timeAt = (x: CssPixels): Microseconds =>
    range.start + fractionAt(x) * (range.end - range.start);
  return { ...gestures, range, fractionAt, timeAt };
}

/** A wheel that neither zooms nor pans is the browser's. */
function onWheel(event: WheelEvent, gesture: Gesture): void {
  const { range, state, fractionAt, axis } = gesture;
  const step = wheelStep(event, axis.current?.clientWidth ?? 0);
  if (step.kind === 'zoom') {
    event.preventDefault();
    const at = fractionAt(event.clientX);
    const { factor } = step;
    showRange(gesture, zoomRange(range, state.trace, { factor, at }));
  } else if (step.kind === 'pan' && state.look.range) {
    event.preventDefault();
    showRange(gesture, panRange(range, state.trace, step.by));
  }
}

/** On a bar to its span, and on the axis back to all of the time. */
function onDoubleClick(event: MouseEvent, gesture: Gesture): void {
  const { state } = gesture;
  const { trace } = state;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('.sb-ticks')) {
    showRange(gesture, trace);
  }
  const row = Number(
    target?.closest('.sb-track') &&
      target.closest<HTMLElement>('.sb-row')?.dataset['row']
  );
  const start = trace.starts[row];
  const end = trace.ends[row];
  if (
    target?.closest('.sb-track') &&
    start !== undefined &&
    end !== undefined
  ) {
    const margin = (end - start) * MARGIN;
    showRange(gesture, { start: start - margin, end: end + margin });
  }
}

/** A drag on the axis chooses the time to zoom to. */
function onPointerDown(event: PointerEvent, now: () => Gesture): void {
  const { axis, timeAt, onBrush } = now();
  const strip = axis.current;
  const isOnAxis =
    event.target instanceof Node && strip?.contains(event.target);
  if (!strip || isOnAxis !== true || event.button !== 0) {
    return;
  }
  event.preventDefault();
  strip.setPointerCapture(event.pointerId);
  const ending = new AbortController();
  const { signal } = ending;
  const from = { x: event.clientX, time: timeAt(event.clientX) };
  const isDrag = ({ clientX }: PointerEvent): boolean =>
    Math.abs(clientX - from.x) >= SHORTEST_DRAG;
  const rangeTo = ({ clientX }: PointerEvent): TimeRange => {
    const time = timeAt(clientX);
    return { start: Math.min(from.time, time), end: Math.max(from.time, time) };
  };
  strip.addEventListener(
    'pointermove',
    move => onBrush(isDrag(move) ? rangeTo(move) : undefined),
    { signal }
  );
  strip.addEventListener(
    'pointerup',
    up => {
      if (isDrag(up)) {
        showRange(now(), rangeTo(up));
      }
    },
    { signal }
  );
  strip.addEventListener(
    'lostpointercapture',
    () => {
      ending.abort();
      onBrush(undefined);
    },
    { signal }
  );
}

/** Two fingers hold two times: these stay below them. */
function listenToPinch(
  box: HTMLElement,
  now: () => Gesture,
  options: { readonly signal: AbortSignal; readonly passive: boolean }
): void {
  let held: TimeRange | undefined;
  const timesBelow = (event: TouchEvent): TimeRange | undefined => {
    const [one, two] = event.touches;
    if (!one || !two || event.touches.length > 2) {
      return undefined;
    }
    event.preventDefault();
    const { fractionAt } = now();
    const [start = 0, end = 1] = [one, two]
      .map(({ clientX }) => fractionAt(clientX))
      .sort((a, b) => a - b);
    return { start, end: Math.max(end, start + 0.02) };
  };
  const timesOf = (fractions: TimeRange): TimeRange => {
    const { range } = now();
    const length = range.end - range.start;
    return {
      start: range.start + fractions.start * length,
      end: range.start + fractions.end * length
    };
  };
  box.addEventListener(
    'touchstart',
    event => {
      const fractions = timesBelow(event);
      held = fractions && timesOf(fractions);
    },
    options
  );
  box.addEventListener(
    'touchmove',
    event => {
      const fractions = timesBelow(event);
      if (fractions && held) {
        const length =
          (held.end - held.start) / (fractions.end - fractions.start);
        const start = held.start - fractions.start * length;
        showRange(now(), { start, end: start + length });
      }
    },
    options
  );
}
