import { hierarchy, partition } from 'd3-hierarchy';
import type { Trace } from '../model/types';
import { icicleOf, type Icicle } from './icicle';

/**
 * The spans by what they took of something, such as time or tokens, in the order of their starts: `shares` has each
 * span's own share by row, and a span is as wide as its own and its descendants' together. When nobody has a share,
 * all spans have the same. Made with d3-hierarchy, whose objects live only as long as this call.
 */
export function icicleByShare(trace: Trace, shares: Float64Array): Icicle {
  const { order, depths } = trace;
  const isEmpty = !shares.some(share => share > 0);
  const shareOf = (row: number): number =>
    isEmpty ? 1 : Math.max(0, shares[row] ?? 0);
  const forest = hierarchy(ROOT, row => childrenOf(trace, row)).sum(row =>
    row === ROOT ? 0 : shareOf(row)
  );
  const lefts = new Float64Array(order.length);
  const rights = new Float64Array(order.length);
  partition<number>()(forest).each(({ data: row, x0, x1 }) => {
    if (row !== ROOT) {
      lefts[row] = x0;
      rights[row] = x1;
    }
  });
  return icicleOf(order, { lefts, rights, levels: depths });
}

/** The parent of the roots: d3 lays out one tree. */
const ROOT = -1;

function childrenOf(
  { order, positions, sizesAtPosition, childCounts }: Trace,
  row: number
): number[] | undefined {
  if (row !== ROOT && childCounts[row] === 0) {
    return undefined;
  }
  const children: number[] = [];
  const position = row === ROOT ? -1 : (positions[row] ?? 0);
  const last =
    row === ROOT ? order.length : position + (sizesAtPosition[position] ?? 1);
  for (let at = position + 1; at < last; at += sizesAtPosition[at] ?? 1) {
    children.push(order[at] ?? 0);
  }
  return children;
}
