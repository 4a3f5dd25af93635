import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CssPixels } from '../../layout/types';

/** Assumed until the browser has measured it: a notebook's output. */
const FIRST_WIDTH: CssPixels = 800;

/** Wider or narrower by less changes nothing. */
const STEP: CssPixels = 20;

/** The width of an element, in steps; it needs the reference. */
export function useWidth(): readonly [
  RefObject<HTMLDivElement | null>,
  CssPixels
] {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(FIRST_WIDTH);
  useLayoutEffect(() => {
    const measure = (measured: CssPixels): void => {
      if (measured > 0) {
        setWidth(Math.floor(measured / STEP) * STEP);
      }
    };
    if (typeof ResizeObserver === 'undefined' || !element.current) {
      return undefined;
    }
    measure(element.current.clientWidth);
    const observer = new ResizeObserver(([entry]) =>
      measure(entry?.contentRect.width ?? 0)
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
