import type { Trace } from '../model/types';
import type { FocusMove, VisibleRows } from './types';
import { indexOfRow } from './visible-rows';

/** Rows that a page key moves: a little less than the default height of a timeline, 320 px in rows of 22 px. */
const PAGE_ROWS = 12;

/**
 * What a key of the treegrid pattern (WAI-ARIA Authoring Practices 1.2) does when the visible row at `index` has the
 * focus; `undefined` when the key means nothing there. `key` is `KeyboardEvent.key`.
 */
export function nextFocus(
  trace: Trace,
  visible: VisibleRows,
  index: number,
  key: string
): FocusMove | undefined {
  switch (key) {
    case 'ArrowDown':
      return focus(visible, index, index + 1);
    case 'ArrowUp':
      return focus(visible, index, index - 1);
    case 'PageDown':
      return focus(visible, index, index + PAGE_ROWS);
    case 'PageUp':
      return focus(visible, index, index - PAGE_ROWS);
    case 'Home':
      return focus(visible, index, 0);
    case 'End':
      return focus(visible, index, visible.count - 1);
    case 'ArrowRight':
      return openOrEnter(trace, visible, index);
    case 'ArrowLeft':
      return closeOrLeave(trace, visible, index);
    case '*':
      return foldSiblings(trace, visible, index);
    default:
      return undefined;
  }
}

function focus(
  { count }: VisibleRows,
  from: number,
  to: number
): FocusMove | undefined {
  const index = Math.max(0, Math.min(count - 1, to));
  return index === from || count === 0 ? undefined : { kind: 'focus', index };
}

function openOrEnter(
  trace: Trace,
  visible: VisibleRows,
  index: number
): FocusMove | undefined {
  const row = visible.rows[index] ?? -1;
  if ((trace.childCounts[row] ?? 0) === 0) {
    return undefined;
  }
  return isOpen(trace, visible, index)
    ? { kind: 'focus', index: index + 1 }
    : { kind: 'expand', rows: [row] };
}

function closeOrLeave(
  trace: Trace,
  visible: VisibleRows,
  index: number
): FocusMove | undefined {
  const row = visible.rows[index] ?? -1;
  if (isOpen(trace, visible, index)) {
    return { kind: 'collapse', rows: [row] };
  }
  const parent = indexOfRow(trace, visible, trace.parents[row] ?? -1);
  return parent < 0 ? undefined : { kind: 'focus', index: parent };
}

/** Expands what is folded among the siblings; folds them all when nothing is. */
function foldSiblings(
  trace: Trace,
  visible: VisibleRows,
  index: number
): FocusMove | undefined {
  const parent = trace.parents[visible.rows[index] ?? -1];
  const folded: number[] = [];
  const open: number[] = [];
  visible.rows.forEach((row, at) => {
    if (trace.parents[row] === parent && (trace.childCounts[row] ?? 0) > 0) {
      (isOpen(trace, visible, at) ? open : folded).push(row);
    }
  });
  if (folded.length > 0) {
    return { kind: 'expand', rows: folded };
  }
  return open.length > 0 ? { kind: 'collapse', rows: open } : undefined;
}

/** Whether the children of a visible row are visible: in pre-order the first of them is then the next row. */
function isOpen(trace: Trace, visible: VisibleRows, index: number): boolean {
  const next = visible.rows[index + 1];
  return next !== undefined && trace.parents[next] === visible.rows[index];
}
