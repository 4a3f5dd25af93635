import type { CssPixels } from '../../layout/types';

/** What a turn of the wheel asks for: `by` is a part of the visible range, to the right when it is positive. */
export type WheelStep =
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'pan'; readonly by: number }
  | { readonly kind: 'none' };

/** Pixels of a line, in which Firefox counts a mouse's wheel. */
const LINE: CssPixels = 16;

/** A notch of a mouse's wheel, 100 to 120 pixels, zooms by about a fifth; a pinch comes in smaller steps. */
const ZOOM_PER_PIXEL = 0.002;

/** A pinch on a trackpad arrives as a wheel with Ctrl, in steps of a few pixels. */
const PINCH_PER_PIXEL = 0.01;
const LARGEST_PINCH: CssPixels = 40;

/** Reads a wheel event over a time axis of that width. */
export function wheelStep(
  { ctrlKey, metaKey, shiftKey, deltaX, deltaY, deltaMode }: WheelEvent,
  width: CssPixels
): WheelStep {
  const unit = deltaMode === 0 ? 1 : LINE;
  if (ctrlKey || metaKey) {
    const turn = deltaY * unit;
    const speed =
      Math.abs(turn) < LARGEST_PINCH ? PINCH_PER_PIXEL : ZOOM_PER_PIXEL;
    return { kind: 'zoom', factor: Math.exp(turn * speed) };
  }
  // Browsers differ in whether Shift turns a vertical wheel into a horizontal one.
  const way = shiftKey && deltaX === 0 ? deltaY : deltaX;
  const isSideways = shiftKey || Math.abs(deltaX) > Math.abs(deltaY);
  return isSideways && way !== 0 && width > 0
    ? { kind: 'pan', by: (way * unit) / width }
    : { kind: 'none' };
}
