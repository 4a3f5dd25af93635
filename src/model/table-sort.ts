import type { TraceState } from '../bundle/types';
import type { TableRow } from './table-row';

/** What a table can be sorted by. */
export const SORT_KEYS = [
  'state',
  'time',
  'name',
  'duration',
  'tokens',
  'cost',
  'session'
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export type TableSort = {
  readonly key: SortKey;
  readonly direction: 'ascending' | 'descending';
};

/** What needs a look comes first. */
const STATES: readonly TraceState[] = [
  'ERROR',
  'IN_PROGRESS',
  'STATE_UNSPECIFIED',
  'OK'
];

/**
 * The rows in another order; what has no value comes last in both directions, and equal rows keep the order of the
 * bundle. Without a sort that is the order of all. The input is not changed.
 */
export function sortRows(
  rows: readonly TableRow[],
  sort: TableSort | undefined
): readonly TableRow[] {
  if (sort === undefined) {
    return rows;
  }
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const keyed = rows.map(row => ({ row, value: valueOf(row, sort.key) }));
  return keyed
    .sort(
      (a, b) => compare(a.value, b.value, sign) || a.row.index - b.row.index
    )
    .map(({ row }) => row);
}

function valueOf(row: TableRow, key: SortKey): string | number | undefined {
  switch (key) {
    case 'state':
      return STATES.indexOf(row.state);
    case 'duration':
      return row.durationMs;
    case 'tokens':
      return row.tokens?.total;
    case 'time':
    case 'name':
    case 'cost':
    case 'session':
      return row[key];
  }
}

function compare(
  a: string | number | undefined,
  b: string | number | undefined,
  sign: 1 | -1
): number {
  const missing = Number(isMissing(a)) - Number(isMissing(b));
  if (missing !== 0 || isMissing(a)) {
    return missing;
  }
  return typeof a === 'string' && typeof b === 'string'
    ? sign * COLLATOR.compare(a, b)
    : sign * (Number(a) - Number(b));
}

/** The reader's alphabet; `run 2` before `run 10`. */
const COLLATOR = new Intl.Collator(undefined, { numeric: true });

function isMissing(value: string | number | undefined): boolean {
  return value === undefined || Number.isNaN(value);
}
