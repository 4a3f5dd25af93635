import type { Trace } from '../model/types';
import { StatusCode } from '../bundle/types';
import type { CssPixels } from './types';

/** A rectangle of the minimap: one lane high, in the colour of its span. */
export type MinimapBar = {
  readonly row: number;
  readonly lane: number;
  readonly left: CssPixels;
  readonly width: CssPixels;
};

export type Minimap = {
  readonly bars: readonly MinimapBar[];
  /** Pixels at which a span that failed starts, in order. */
  readonly errors: readonly CssPixels[];
};

/**
 * The whole trace in a strip of `width` whole pixels and so many lanes, a lane a level of the tree or several. A pixel
 * of a lane is filled once, whatever lies behind it, so there are never more bars than pixels. O(n + pixels).
 */
export function minimap(
  trace: Trace,
  width: CssPixels,
  lanes: number
): Minimap {
  const { order, depths, starts, ends, spans } = trace;
  const length = trace.end - trace.start;
  const scale = length > 0 ? width / length : 0;
  const levels = depths.reduce((most, depth) => Math.max(most, depth + 1), 1);
  const free = lanesOf(lanes, width);
  const bars: MinimapBar[] = [];
  const errors = new Uint8Array(width);
  for (const row of order) {
    const depth = depths[row] ?? 0;
    const lane = levels <= lanes ? depth : Math.floor((depth * lanes) / levels);
    const from = pixelOf((starts[row] ?? 0) - trace.start, scale, width);
    // A running trace that has come nowhere yet fills its strip.
    const to =
      scale > 0
        ? pixelOf((ends[row] ?? 0) - trace.start, scale, width)
        : width - 1;
    if (spans.statuses[row] === StatusCode.error) {
      errors[from] = 1;
    }
    fill(free, { lane, from, to, width }, (left, end) =>
      bars.push({ row, lane, left, width: end - left })
    );
  }
  return { bars, errors: [...errors.keys()].filter(x => errors[x] === 1) };
}

/** Pixels at which the spans of those rows start, in order. O(rows). */
export function startPixels(
  { starts, start, end }: Trace,
  rows: Int32Array,
  width: CssPixels
): readonly CssPixels[] {
  const scale = end > start ? width / (end - start) : 0;
  const pixels = new Set<CssPixels>();
  for (const row of rows) {
    pixels.add(pixelOf((starts[row] ?? 0) - start, scale, width));
  }
  return [...pixels].sort((a, b) => a - b);
}

function pixelOf(time: number, scale: number, width: CssPixels): number {
  return Math.max(0, Math.min(width - 1, Math.floor(time * scale)));
}

/** For each pixel of each lane the next free one at or after it; one more a lane stands for its end. */
function lanesOf(lanes: number, width: CssPixels): Int32Array {
  return Int32Array.from({ length: lanes * (width + 1) }, (_, at) => at);
}

/** Fills what is free from the pixel `from` to `to`, and gives each stretch of it. */
function fill(
  free: Int32Array,
  {
    lane,
    from,
    to,
    width
  }: { lane: number; from: number; to: number; width: number },
  onStretch: (left: number, end: number) => void
): void {
  const base = lane * (width + 1);
  const last = base + to;
  let at = firstFree(free, base + from);
  while (at <= last) {
    const left = at;
    while (at <= last && free[at] === at) {
      free[at] = at + 1;
      at++;
    }
    onStretch(left - base, at - base);
    at = firstFree(free, at);
  }
}

/** Follows the chain and halves it on the way, so that long stretches that are full cost nothing the next time. */
function firstFree(free: Int32Array, from: number): number {
  let at = from;
  for (let next = free[at] ?? at; next !== at; next = free[at] ?? at) {
    free[at] = free[next] ?? next;
    at = next;
  }
  return at;
}
