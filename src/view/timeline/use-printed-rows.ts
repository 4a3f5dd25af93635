import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CssPixels, RowWindow } from '../../layout/types';
import { ROW_HEIGHT, type Viewport } from './use-viewport';

/** Rows that a timeline prints: some twenty pages; who needs more takes the trace along as a file. */
const MAX_PRINTED_ROWS = 1000;

/** The rows to draw, how high they stand, and how many rows the print leaves out. */
type DrawnRows = {
  readonly window: RowWindow;
  readonly height: CssPixels;
  readonly left: number;
};

/**
 * The rows of the viewport; while the page is printed, which cannot scroll, all rows up to a limit. The scroll position
 * comes back afterwards.
 */
export function usePrintedRows(
  count: number,
  height: CssPixels,
  { window: inView, scroller }: Viewport
): DrawnRows {
  const [isPrinting, setPrinting] = useState(false);
  const top = useRef(0);
  useEffect(
    () =>
      onPrint(isNow => {
        if (isNow) {
          top.current = scroller.current?.scrollTop ?? 0;
        }
        setPrinting(isNow);
      }),
    [scroller]
  );
  useLayoutEffect(() => {
    if (!isPrinting && scroller.current && top.current > 0) {
      scroller.current.scrollTop = top.current;
    }
  }, [isPrinting, scroller]);
  if (!isPrinting) {
    return { window: inView, height, left: 0 };
  }
  const last = Math.min(count, MAX_PRINTED_ROWS);
  return {
    window: { first: 0, last, offset: 0 },
    height: last * ROW_HEIGHT,
    left: count - last
  };
}

/** Says when the browser begins and ends to print; returns the function that ends it. */
function onPrint(say: (isNow: boolean) => void): () => void {
  const begin = (): void => say(true);
  const end = (): void => say(false);
  window.addEventListener('beforeprint', begin);
  window.addEventListener('afterprint', end);
  return () => {
    window.removeEventListener('beforeprint', begin);
    window.removeEventListener('afterprint', end);
  };
}
