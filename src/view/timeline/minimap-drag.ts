import { panRange } from '../../layout/time-range';
import type { CssPixels, TimeRange } from '../../layout/types';
import type { Trace } from '../../model/types';

/** So near to an edge of the window a press takes hold of the edge. */
const GRIP: CssPixels = 6;

/** A press that moves less is a click and changes nothing. */
const SHORTEST_DRAG: CssPixels = 3;

type Drag = {
  readonly trace: Trace;
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
};

/** Follows a pointer that was pressed on the minimap until it is let go. */
export function dragMinimap(event: PointerEvent, drag: Drag): void {
  const strip = event.currentTarget;
  if (!(strip instanceof HTMLElement) || event.button !== 0) {
    return;
  }
  event.preventDefault();
  strip.setPointerCapture(event.pointerId);
  const box = strip.getBoundingClientRect();
  const { trace } = drag;
  const perPixel = (trace.end - trace.start) / Math.max(1, box.width);
  const from = event.clientX - box.left;
  const move = moveFrom(drag, from, perPixel);
  const ending = new AbortController();
  const { signal } = ending;
  let isDrag = false;
  strip.addEventListener(
    'pointermove',
    ({ clientX }) => {
      const to = Math.max(0, Math.min(box.width, clientX - box.left));
      isDrag ||= Math.abs(to - from) >= SHORTEST_DRAG;
      if (isDrag) {
        drag.onRange(move(to));
      }
    },
    { signal }
  );
  strip.addEventListener('lostpointercapture', () => ending.abort(), {
    signal
  });
}

/** What a press at a place does: the visible time for each place to which the pointer comes. */
function moveFrom(
  { trace, range }: Drag,
  from: CssPixels,
  perPixel: number
): (to: CssPixels) => TimeRange {
  const timeAt = (x: CssPixels): number => trace.start + x * perPixel;
  const between = (a: number, b: number): TimeRange => ({
    start: Math.min(a, b),
    end: Math.max(a, b)
  });
  const time = timeAt(from);
  const isWhole = range.start <= trace.start && range.end >= trace.end;
  if (!isWhole && Math.abs(time - range.start) < GRIP * perPixel) {
    return to => between(timeAt(to), range.end);
  }
  if (!isWhole && Math.abs(time - range.end) < GRIP * perPixel) {
    return to => between(range.start, timeAt(to));
  }
  if (!isWhole && time > range.start && time < range.end) {
    const length = range.end - range.start;
    return to => panRange(range, trace, (timeAt(to) - time) / length);
  }
  return to => between(time, timeAt(to));
}
