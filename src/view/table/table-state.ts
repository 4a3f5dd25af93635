import type { TableSort } from '../../model/table-sort';
import { SORT_KEYS } from '../../model/table-sort';
import type { ViewStateStore } from '../host';
import { COLUMNS, type Column } from './columns';

/** What a reader chose for tables; kept by the host for all of them. */
export type TableChoice = {
  readonly sort?: TableSort | undefined;
  readonly isGrouped: boolean;
  /** Columns taken away; those with nothing to show are left out anyway. */
  readonly hidden: readonly Column[];
};

const KEY = 'table';

/** The kept choice, whatever the store holds: another version of this view may have written it. */
export function restoreChoice(store: ViewStateStore | undefined): TableChoice {
  const kept = membersOf(store?.get(KEY));
  const { hidden } = kept;
  return {
    sort: sortOf(membersOf(kept['sort'])),
    isGrouped: kept['isGrouped'] === true,
    hidden: Array.isArray(hidden)
      ? COLUMNS.filter(column => hidden.includes(column))
      : []
  };
}

export function keepChoice(
  choice: TableChoice,
  store: ViewStateStore | undefined
): void {
  store?.set(KEY, choice);
}

/** The next order by a column: ascending, descending, then as in the bundle. */
export function nextSort(
  sort: TableSort | undefined,
  key: TableSort['key']
): TableSort | undefined {
  if (sort?.key !== key) {
    return { key, direction: 'ascending' };
  }
  return sort.direction === 'ascending'
    ? { key, direction: 'descending' }
    : undefined;
}

function sortOf({
  key,
  direction
}: Readonly<Record<string, unknown>>): TableSort | undefined {
  const known = SORT_KEYS.find(sortKey => sortKey === key);
  return known && (direction === 'ascending' || direction === 'descending')
    ? { key: known, direction }
    : undefined;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
