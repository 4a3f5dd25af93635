import type { Trace } from '../model/types';
import type { CollapsedRows, VisibleRows } from './types';

/**
 * The rows that no collapsed ancestor hides, in the order of the trace; with `ranks`, only those whose rank is not 0,
 * as a filter leaves them: where an ancestor has none, no descendant has one. O(visible rows).
 */
export function visibleRows(
  { order, sizesAtPosition }: Trace,
  collapsed: CollapsedRows,
  ranks?: Uint8Array
): VisibleRows {
  const rows = new Int32Array(order.length);
  let count = 0;
  let position = 0;
  while (position < order.length) {
    const row = order[position] ?? 0;
    const isHidden = ranks !== undefined && ranks[row] === 0;
    if (!isHidden) {
      rows[count++] = row;
    }
    position +=
      isHidden || collapsed.has(row) ? (sizesAtPosition[position] ?? 1) : 1;
  }
  return { rows: rows.subarray(0, count), count };
}

/** Index of a row of the span table among the visible rows, -1 when it is hidden. O(log n). */
export function indexOfRow(
  { positions }: Trace,
  { rows, count }: VisibleRows,
  row: number
): number {
  const wanted = positions[row] ?? -1;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[rows[middle] ?? 0] ?? 0) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < count && rows[low] === row ? low : -1;
}
