import type { Trace } from '../model/types';
import type { CollapsedRows } from './types';

/** Everything open. */
export const EXPAND_ALL: CollapsedRows = new Set();

/** Every span that has children folded away: only roots are visible. */
export function collapseAll({ childCounts }: Trace): CollapsedRows {
  const collapsed = new Set<number>();
  childCounts.forEach((children, row) => {
    if (children > 0) {
      collapsed.add(row);
    }
  });
  return collapsed;
}

/** Another set in which the row is folded if it was not, and the other way round. */
export function toggle(collapsed: CollapsedRows, row: number): CollapsedRows {
  return collapsed.has(row)
    ? expand(collapsed, [row])
    : collapse(collapsed, [row]);
}

export function collapse(
  collapsed: CollapsedRows,
  rows: readonly number[]
): CollapsedRows {
  return new Set([...collapsed, ...rows]);
}

export function expand(
  collapsed: CollapsedRows,
  rows: readonly number[]
): CollapsedRows {
  const opened = new Set(rows);
  return new Set([...collapsed].filter(row => !opened.has(row)));
}

/** The parent, its parent and so on up to a root. */
export function ancestorsOf({ parents }: Trace, row: number): number[] {
  const ancestors: number[] = [];
  let ancestor = parents[row] ?? -1;
  while (ancestor >= 0) {
    ancestors.push(ancestor);
    ancestor = parents[ancestor] ?? -1;
  }
  return ancestors;
}
