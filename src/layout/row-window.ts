import type { CssPixels, RowWindow } from './types';

/** Browsers lay out at least this much; Firefox stops at 17.9 M, and Safari draws badly long before 33 M. */
const MAX_CONTENT_HEIGHT: CssPixels = 8_000_000;

/** Rows above and below the visible ones that are drawn too, so that a short scroll shows no gap. */
const OVERSCAN = 4;

/** Height of the scrolled content: all rows, or less where a browser could not lay them out. */
export function contentHeight(count: number, rowHeight: CssPixels): CssPixels {
  return Math.min(count * rowHeight, MAX_CONTENT_HEIGHT);
}

/**
 * The rows to draw at a scroll position of a box of that height, four more at each end. Where the content is shorter
 * than all rows, scrolling moves through them faster, and both ends are still reached.
 */
export function rowWindow(
  scrollTop: CssPixels,
  height: CssPixels,
  count: number,
  rowHeight: CssPixels
): RowWindow {
  const shown = contentHeight(count, rowHeight);
  const top = clamp(scrollTop, 0, Math.max(0, shown - height));
  const virtualTop = top * scaleOf(height, count, rowHeight);
  const first = Math.max(0, Math.floor(virtualTop / rowHeight) - OVERSCAN);
  const last = Math.ceil((virtualTop + height) / rowHeight) + OVERSCAN;
  return {
    first: Math.min(first, count),
    last: Math.min(count, last),
    offset: top + first * rowHeight - virtualTop
  };
}

/** The scroll position that shows a row: the given one when it does already, else the nearest that does. */
export function scrollTopFor(
  index: number,
  scrollTop: CssPixels,
  height: CssPixels,
  {
    count,
    rowHeight
  }: { readonly count: number; readonly rowHeight: CssPixels }
): CssPixels {
  const scale = scaleOf(height, count, rowHeight);
  const bottom = ((index + 1) * rowHeight - height) / scale;
  const top = (index * rowHeight) / scale;
  return Math.max(
    0,
    clamp(scrollTop, Math.min(bottom, top), Math.max(bottom, top))
  );
}

/** Pixels of rows that pass for one pixel of scrolling. */
function scaleOf(
  height: CssPixels,
  count: number,
  rowHeight: CssPixels
): number {
  const scrollable = contentHeight(count, rowHeight) - height;
  return scrollable > 0 ? (count * rowHeight - height) / scrollable : 1;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
