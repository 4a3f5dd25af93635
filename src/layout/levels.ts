import type { Trace } from '../model/types';
import type { CollapsedRows } from './types';

/** Levels of the tree: 1 when all spans are roots, 0 without spans. */
export function levelCount({ depths }: Trace): number {
  return depths.reduce((most, depth) => Math.max(most, depth + 1), 0);
}

/** What is to be folded so that the first `levels` levels show and no more. */
export function collapseBelow(
  { depths, childCounts }: Trace,
  levels: number
): CollapsedRows {
  const collapsed = new Set<number>();
  childCounts.forEach((children, row) => {
    if (children > 0 && (depths[row] ?? 0) === levels - 1) {
      collapsed.add(row);
    }
  });
  return collapsed;
}
