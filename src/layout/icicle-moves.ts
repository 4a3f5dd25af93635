import type { Trace } from '../model/types';
import type { Icicle } from './icicle';

/** The row to which an arrow key moves in an icicle; the same row where there is nothing in that direction. */
export function icicleMove(
  { order, positions, parents, childCounts }: Trace,
  { rows, levels, levelStarts }: Icicle,
  { row, key }: { readonly row: number; readonly key: string }
): number {
  switch (key) {
    case 'ArrowUp': {
      const parent = parents[row] ?? -1;
      return parent < 0 ? row : parent;
    }
    case 'ArrowDown':
      // The first child follows in pre-order.
      return (childCounts[row] ?? 0) > 0
        ? (order[(positions[row] ?? 0) + 1] ?? row)
        : row;
    case 'ArrowLeft':
    case 'ArrowRight': {
      const level = levels[row] ?? 0;
      const first = levelStarts[level] ?? 0;
      const last = levelStarts[level + 1] ?? 0;
      const at = rows.subarray(first, last).indexOf(row) + first;
      const next = key === 'ArrowLeft' ? at - 1 : at + 1;
      return next >= first && next < last ? (rows[next] ?? row) : row;
    }
    case 'Home':
      return order[0] ?? row;
    default:
      return row;
  }
}
