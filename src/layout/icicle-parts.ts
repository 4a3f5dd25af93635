import type { Icicle } from './icicle';
import type { CssPixels, TimeRange, UnitInterval } from './types';

/** A rectangle to draw: a span, or several that are too narrow to be told apart. */
export type IciclePart = {
  readonly row: number;
  readonly level: number;
  readonly left: CssPixels;
  readonly width: CssPixels;
};

/** What of an icicle is in sight: fractions of the whole, levels, and the pixels that they get. */
export type IcicleWindow = {
  readonly range: TimeRange;
  readonly firstLevel: number;
  /** Exclusive. */
  readonly lastLevel: number;
  readonly width: CssPixels;
};

/**
 * The rectangles in sight, level by level. Of spans in the same pixel only the first is drawn, so a level has no more
 * rectangles than pixels, however many spans there are.
 */
export function icicleParts(
  icicle: Icicle,
  { range, firstLevel, lastLevel, width }: IcicleWindow
): IciclePart[] {
  const parts: IciclePart[] = [];
  const scale = width / (range.end - range.start);
  const last = Math.min(lastLevel, icicle.levelCount);
  for (let level = Math.max(0, firstLevel); level < last; level++) {
    let drawnUntil = -1;
    const end = icicle.levelStarts[level + 1] ?? 0;
    for (let at = icicle.levelStarts[level] ?? 0; at < end; at++) {
      const row = icicle.rows[at] ?? 0;
      const left = ((icicle.lefts[row] ?? 0) - range.start) * scale;
      const right = ((icicle.rights[row] ?? 0) - range.start) * scale;
      if (left > width) {
        break;
      }
      const pixel = Math.floor(Math.max(right, left + 1));
      if (right >= 0 && pixel > drawnUntil) {
        drawnUntil = pixel;
        const from = Math.max(0, left);
        const to = Math.min(width, right);
        parts.push({ row, level, left: from, width: Math.max(1, to - from) });
      }
    }
  }
  return parts;
}

/** The span at a place, the narrowest where several lie; -1 where none is. */
export function rowAt(
  icicle: Icicle,
  { at, level }: { readonly at: UnitInterval; readonly level: number },
  slack: UnitInterval
): number {
  let found = -1;
  let least = Infinity;
  const end = icicle.levelStarts[level + 1] ?? 0;
  for (let i = icicle.levelStarts[level] ?? 0; i < end; i++) {
    const row = icicle.rows[i] ?? 0;
    const left = icicle.lefts[row] ?? 0;
    const right = Math.max(icicle.rights[row] ?? 0, left + slack);
    if (left > at) {
      break;
    }
    if (at < right && right - left < least) {
      least = right - left;
      found = row;
    }
  }
  return found;
}
