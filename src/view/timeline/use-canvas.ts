import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CssPixels } from '../../layout/types';
import { coloursOf, observeTheme, type Colours } from '../colours';

/** What a canvas is drawn with; coordinates are CSS pixels. */
export type Pen = {
  readonly context: CanvasRenderingContext2D;
  readonly colours: Colours;
  readonly width: CssPixels;
  readonly height: CssPixels;
};

/**
 * A canvas of its parent's width that is drawn again when `draw`, the width or the theme changes; `draw` must be
 * memoised. Gives the canvas and its width, 0 until it is known.
 */
export function useCanvas(
  height: CssPixels,
  draw: (pen: Pen) => void
): {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly width: CssPixels;
} {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useRef<Colours>(undefined);
  const [width, setWidth] = useState(0);
  const [theme, setTheme] = useState(0);
  useEffect(() => {
    const parent = canvas.current?.parentElement;
    if (!parent || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => {
      const next = Math.floor(entry?.contentRect.width ?? 0);
      setWidth(before => (next > 0 ? next : before));
    });
    observer.observe(parent);
    const endTheme = observeTheme(() => {
      colours.current = undefined;
      setTheme(count => count + 1);
    });
    return () => {
      observer.disconnect();
      endTheme();
    };
  }, []);
  useLayoutEffect(() => {
    const { current } = canvas;
    if (current && width > 0) {
      const scale = window.devicePixelRatio || 1;
      current.width = width * scale;
      current.height = height * scale;
      current.style.height = `${height}px`;
      const context = current.getContext('2d');
      if (context) {
        colours.current ??= coloursOf(current);
        context.scale(scale, scale);
        draw({ context, colours: colours.current, width, height });
      }
    }
  }, [draw, width, height, theme]);
  return { canvas, width };
}
