import type { SpanTable } from './types';

/** The spans of a table as a forest; columns are indexed by row unless their name says otherwise. */
export type SpanOrder = {
  /** Rows in pre-order: a parent before its children, siblings by start time, unknown starts last, then by row. */
  readonly order: Int32Array;
  /** Inverse of `order`. */
  readonly positions: Int32Array;
  /** Without cycles; -1 for a root. */
  readonly parents: Int32Array;
  readonly depths: Int32Array;
  /** The span and all its descendants. */
  readonly sizesAtPosition: Int32Array;
  /** 1-based place of the span among its siblings; roots are siblings of each other. */
  readonly siblingPositions: Int32Array;
  readonly childCounts: Int32Array;
  readonly rootCount: number;
  /** The rows at which a cycle was cut: each became a root. */
  readonly cutRows: readonly number[];
};

/**
 * Orders any table, also one with cycles (each is cut at its earliest span) or with parents that are no rows (those
 * become roots). Iterative, so depth is no limit; O(n), plus sorting of siblings that are out of order.
 */
export function orderSpans(table: SpanTable): SpanOrder {
  const { count, starts } = table;
  const { parents, cutRows } = withoutCycles(table);
  const siblings = siblingGroups(parents, starts);
  const depths = new Int32Array(count);
  const order = preOrder(siblings);
  const positions = new Int32Array(count);
  const sizesAtPosition = new Int32Array(count).fill(1);
  order.forEach((row, position) => {
    positions[row] = position;
    const parent = at(parents, row);
    depths[row] = parent < 0 ? 0 : at(depths, parent) + 1;
  });
  for (let position = count - 1; position >= 0; position--) {
    const parent = at(parents, at(order, position));
    if (parent >= 0) {
      const parentPosition = at(positions, parent);
      sizesAtPosition[parentPosition] =
        at(sizesAtPosition, parentPosition) + at(sizesAtPosition, position);
    }
  }
  const { siblingPositions, childCounts, rootCount } = siblings;
  return {
    order,
    positions,
    parents,
    depths,
    sizesAtPosition,
    siblingPositions,
    childCounts,
    rootCount,
    cutRows
  };
}

/** The value at an index that is known to be in range. */
function at(values: Int32Array | Float64Array | Uint8Array, i: number): number {
  return values[i] ?? 0;
}

const UNSEEN = 0;
const ON_PATH = 1;
const DONE = 2;

function withoutCycles({ count, starts, parents: given }: SpanTable): {
  parents: Int32Array;
  cutRows: number[];
} {
  const parents = given.map(parent => (parent < count ? parent : -1));
  const marks = new Uint8Array(count);
  const cutRows: number[] = [];
  for (let first = 0; first < count; first++) {
    const path: number[] = [];
    let row = first;
    while (row >= 0 && at(marks, row) === UNSEEN) {
      marks[row] = ON_PATH;
      path.push(row);
      row = at(parents, row);
    }
    if (row >= 0 && at(marks, row) === ON_PATH) {
      const earliest = path
        .slice(path.indexOf(row))
        .reduce((a, b) => (isBefore(starts, b, a) ? b : a));
      parents[earliest] = -1;
      cutRows.push(earliest);
    }
    path.forEach(seen => (marks[seen] = DONE));
  }
  return { parents, cutRows };
}

/** Whether row `a` stands before its sibling `b`. */
function isBefore(starts: Float64Array, a: number, b: number): boolean {
  return compareStarts(starts, a, b) < 0;
}

function compareStarts(starts: Float64Array, a: number, b: number): number {
  const startA = at(starts, a);
  const startB = at(starts, b);
  if (startA === startB || (Number.isNaN(startA) && Number.isNaN(startB))) {
    return a - b;
  }
  if (Number.isNaN(startA)) {
    return 1;
  }
  return Number.isNaN(startB) || startA < startB ? -1 : 1;
}

/** Children grouped by parent: those of row `p` are `rows[offsets[p]] … rows[offsets[p + 1] - 1]`, roots come last. */
type SiblingGroups = {
  readonly rows: Int32Array;
  readonly offsets: Int32Array;
  readonly childCounts: Int32Array;
  readonly rootCount: number;
  readonly siblingPositions: Int32Array;
};

function siblingGroups(
  parents: Int32Array,
  starts: Float64Array
): SiblingGroups {
  const count = parents.length;
  const groupOf = (row: number): number => {
    const parent = at(parents, row);
    return parent < 0 ? count : parent;
  };
  const sizes = new Int32Array(count + 1);
  for (let row = 0; row < count; row++) {
    sizes[groupOf(row)] = at(sizes, groupOf(row)) + 1;
  }
  const offsets = new Int32Array(count + 2);
  sizes.forEach((size, group) => {
    offsets[group + 1] = at(offsets, group) + size;
  });
  const next = offsets.slice();
  const rows = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const group = groupOf(row);
    rows[at(next, group)] = row;
    next[group] = at(next, group) + 1;
  }
  const siblingPositions = new Int32Array(count);
  sizes.forEach((size, group) => {
    const siblings = rows.subarray(
      at(offsets, group),
      at(offsets, group) + size
    );
    if (size > 1 && !isSorted(siblings, starts)) {
      siblings.sort((a, b) => compareStarts(starts, a, b));
    }
    siblings.forEach((row, index) => (siblingPositions[row] = index + 1));
  });
  return {
    rows,
    offsets,
    childCounts: sizes.subarray(0, count),
    rootCount: at(sizes, count),
    siblingPositions
  };
}

function isSorted(rows: Int32Array, starts: Float64Array): boolean {
  return rows.every(
    (row, index) => index === 0 || isBefore(starts, at(rows, index - 1), row)
  );
}

function preOrder({ rows, offsets }: SiblingGroups): Int32Array {
  const count = rows.length;
  const order = new Int32Array(count);
  // A stack of rows still to visit, the next on top. It never holds more than all rows.
  const stack = new Int32Array(count);
  let height = 0;
  const push = (group: number): void => {
    for (let i = at(offsets, group + 1) - 1; i >= at(offsets, group); i--) {
      stack[height++] = at(rows, i);
    }
  };
  push(count);
  for (let position = 0; height > 0; position++) {
    const row = at(stack, --height);
    order[position] = row;
    push(row);
  }
  return order;
}
