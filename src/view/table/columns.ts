import type { CssPixels } from '../../layout/types';
import { SORT_KEYS, type SortKey } from '../../model/table-sort';
import type { TableRow } from '../../model/table-row';

/** The columns that a reader chooses among, in their order. */
export const COLUMNS = [
  'state',
  'time',
  'name',
  'duration',
  'tokens',
  'cost',
  'session',
  'tags',
  'request',
  'response',
  'assessments'
] as const;
export type Column = (typeof COLUMNS)[number];

/** Least widths. */
const WIDTHS: Readonly<Record<Column, CssPixels>> = {
  state: 74,
  time: 142,
  name: 130,
  duration: 104,
  tokens: 66,
  cost: 62,
  session: 76,
  tags: 100,
  request: 120,
  response: 120,
  assessments: 110
};

/** The state as an icon. */
const ICON: CssPixels = 18;

/** How the columns that can use it share the room that is left. */
const GROWTH: ReadonlyMap<Column, number> = new Map([
  ['name', 1.8],
  ['tags', 0.7],
  ['request', 1.6],
  ['response', 1.6],
  ['assessments', 0.7]
]);

/** Dropped in this order where they do not fit; the last two never are. */
const DROPPED_FIRST: readonly Column[] = [
  'tags',
  'session',
  'response',
  'cost',
  'assessments',
  'tokens',
  'request',
  'time',
  'duration'
];

/** The box to select, and the menu. */
const FIXED: CssPixels = 28 + 34;

/** Gap between columns in `style/table.css`. */
const GAP: CssPixels = 8;

/** Columns with something to show in these rows: an empty one says nothing. */
export function filledColumns(rows: readonly TableRow[]): readonly Column[] {
  return COLUMNS.filter(column => rows.some(row => isFilled(row, column)));
}

/** The columns to draw at a width: the wished ones, less those for which there is no room. */
export function fittingColumns(
  wished: readonly Column[],
  width: CssPixels
): readonly Column[] {
  const kept = new Set(COLUMNS.filter(column => wished.includes(column)));
  for (const column of DROPPED_FIRST) {
    if (neededWidth(kept) <= width) {
      break;
    }
    kept.delete(column);
  }
  return [...kept];
}

/** Narrower tables show the state as its icon alone, as `style/summary.css` has it. */
export const NARROW: CssPixels = 380;

/** The columns as `grid-template-columns`. */
export function templateOf(
  columns: readonly Column[],
  width: CssPixels
): string {
  const own = columns.map(column => {
    const growth = GROWTH.get(column);
    const isIcon = column === 'state' && width < NARROW;
    const fixed = `${isIcon ? ICON : WIDTHS[column]}px`;
    return growth === undefined ? fixed : `minmax(${fixed}, ${growth}fr)`;
  });
  return ['28px', ...own, '34px'].join(' ');
}

/** What a column is sorted by; `undefined` when its values have no order. */
export function sortKeyOf(column: Column): SortKey | undefined {
  return SORT_KEYS.find(key => key === column);
}

function neededWidth(columns: ReadonlySet<Column>): CssPixels {
  return [...columns].reduce(
    (sum, column) => sum + WIDTHS[column] + GAP,
    FIXED + GAP
  );
}

function isFilled(row: TableRow, column: Column): boolean {
  switch (column) {
    case 'state':
    case 'name':
      return true;
    case 'time':
      return !Number.isNaN(row.time);
    case 'duration':
      return !Number.isNaN(row.durationMs);
    case 'tokens':
    case 'cost':
    case 'session':
      return row[column] !== undefined;
    case 'tags':
      return Object.keys(row.tags).some(isOwnTag);
    case 'request':
    case 'response':
      return row[column] !== '';
    case 'assessments':
      return row.assessments.length > 0;
  }
}

/** MLflow's own tags say how a trace is stored, not what it is. */
export function isOwnTag(key: string): boolean {
  return !key.startsWith('mlflow.');
}
