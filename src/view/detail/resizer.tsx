import type { VNode } from 'preact';
import type { CssPixels } from '../../layout/types';
import { strings } from '../strings/first-picture';
import { ROW_HEIGHT } from '../timeline/use-viewport';

/** Five rows: less is no timeline. */
const MIN_HEIGHT: CssPixels = 5 * ROW_HEIGHT;

/** Dragged with the pointer, or moved row by row with the arrow keys. */
export function Resizer({
  height,
  max,
  onResize
}: {
  height: CssPixels;
  max: CssPixels;
  onResize: (height: CssPixels) => void;
}): VNode {
  const resizeTo = (next: CssPixels): void =>
    onResize(Math.max(MIN_HEIGHT, Math.min(max, next)));
  return (
    <div
      class="sb-resizer"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={strings.resize}
      aria-valuemin={MIN_HEIGHT}
      aria-valuemax={max}
      aria-valuenow={Math.round(height)}
      onPointerDown={event => drag(event, height, resizeTo)}
      onKeyDown={event => {
        const rows = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
        if (rows !== 0) {
          event.preventDefault();
          event.stopPropagation();
          resizeTo(height + rows * ROW_HEIGHT);
        }
      }}
    />
  );
}

/** The pointer is captured, so its listeners hang on the handle and end with the drag. */
function drag(
  event: PointerEvent,
  height: CssPixels,
  resizeTo: (height: CssPixels) => void
): void {
  const handle = event.currentTarget;
  if (!(handle instanceof HTMLElement)) {
    return;
  }
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  const ending = new AbortController();
  const { signal } = ending;
  const from = event.clientY;
  handle.addEventListener(
    'pointermove',
    move => resizeTo(height + move.clientY - from),
    { signal }
  );
  handle.addEventListener('lostpointercapture', () => ending.abort(), {
    signal
  });
}
