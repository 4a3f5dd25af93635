import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  contentHeight,
  rowWindow,
  scrollTopFor
} from '../../layout/row-window';
import type { CssPixels, RowWindow } from '../../layout/types';

/** Height of a row in `style/timeline.css`. */
export const ROW_HEIGHT: CssPixels = 22;

/** Height of the time axis, which covers the top of the scrolled box. */
export const AXIS_HEIGHT: CssPixels = 22;

/** Scrolling less than this draws nothing new. */
const STEP: CssPixels = 2 * ROW_HEIGHT;

/** Drawn beyond the rows in view and those that any window has, once they scroll: as much as a step hides. */
const SLACK: CssPixels = STEP;

/** Wider or narrower by less keeps the ticks as they are. */
const WIDTH_STEP: CssPixels = 40;

/** Assumed until the browser has measured it. */
const FIRST_WIDTH: CssPixels = 400;

export type Viewport = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly axis: RefObject<HTMLDivElement | null>;
  readonly window: RowWindow;
  /** Width of the time axis, in steps. */
  readonly axisWidth: CssPixels;
  readonly onScroll: () => void;
  /** Scrolls just far enough to show a row. */
  readonly reveal: (index: number) => void;
};

/** Which rows a scrolled box of that height shows. The box needs `scroller` and `onScroll`, its time axis `axis`. */
export function useViewport(count: number, height: CssPixels): Viewport {
  const scroller = useRef<HTMLDivElement>(null);
  const axis = useRef<HTMLDivElement>(null);
  const exactTop = useRef(0);
  const [top, setTop] = useState<CssPixels>();
  const [axisWidth, setAxisWidth] = useState(FIRST_WIDTH);
  const isScaled = contentHeight(count, ROW_HEIGHT) < count * ROW_HEIGHT;

  const onScroll = (): void => {
    const now = scroller.current?.scrollTop ?? 0;
    exactTop.current = now;
    setTop(isScaled ? now : Math.floor(now / STEP) * STEP);
  };
  const reveal = (index: number): void => {
    const box = scroller.current;
    if (box) {
      const size = { count, rowHeight: ROW_HEIGHT };
      box.scrollTop = scrollTopFor(index, exactTop.current, height, size);
      onScroll();
    }
  };
  useLayoutEffect(
    () => observeWidth({ scroller, axis, exactTop, setAxisWidth }),
    []
  );
  const slack = isScaled || top === undefined ? 0 : SLACK;
  const window = rowWindow(
    (top ?? 0) - slack,
    height + 2 * slack,
    count,
    ROW_HEIGHT
  );
  return { scroller, axis, window, axisWidth, onScroll, reveal };
}

/** Measures the axis; returns the function that ends it. */
function observeWidth({
  scroller,
  axis,
  exactTop,
  setAxisWidth
}: {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly axis: RefObject<HTMLDivElement | null>;
  readonly exactTop: { current: number };
  readonly setAxisWidth: (width: CssPixels) => void;
}): (() => void) | undefined {
  if (typeof ResizeObserver === 'undefined' || !axis.current) {
    return undefined;
  }
  let wasHidden = false;
  const observer = new ResizeObserver(([entry]) => {
    const width = entry?.contentRect.width ?? 0;
    if (width > 0) {
      setAxisWidth(Math.round(width / WIDTH_STEP) * WIDTH_STEP);
    }
    // A box loses its scroll position while it is out of the page, as cells are in a long notebook.
    if (width > 0 && wasHidden && scroller.current) {
      scroller.current.scrollTop = exactTop.current;
    }
    wasHidden = width === 0;
  });
  observer.observe(axis.current);
  return () => observer.disconnect();
}
