import '../../../style/menu.css';
import '../../../style/table.css';
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { BundleError, TraceBundle } from '../../bundle/types';
import { sessionsOf } from '../../model/session';
import { rowFilter } from '../../model/table-filter';
import { tableRow, type TableRow } from '../../model/table-row';
import { sortRows } from '../../model/table-sort';
import type { ViewHost } from '../host';
import { lazily } from '../lazy';
import { tableStrings } from '../strings/table';
import { Warnings } from '../problems';
import type { DurationRange } from './cells';
import { filledColumns, fittingColumns, NARROW, templateOf } from './columns';
import { TableHead } from './table-head';
import { TableRows } from './table-rows';
import {
  keepChoice,
  nextSort,
  restoreChoice,
  type TableChoice
} from './table-state';
import { TableTools } from './table-tools';
import { useWidth } from './use-width';

const Compare = lazily(() =>
  import('../compare/compare').then(module => module.Compare)
);

export type TraceListProps = {
  readonly bundle: TraceBundle;
  readonly warnings: readonly BundleError[];
  readonly host: ViewHost;
};

/** Two are compared at a time: a third takes the place of the first. */
const MAX_SELECTED = 2;

/**
 * Many traces as a table: filtered, sorted, by session, two of them compared, each opening in place.
 *
 *     div.sb-table
 *       div.sb-table-tools
 *       section.sb-compare                        while two are compared
 *       div.sb-list[role=table]
 *         div.sb-table-head[role=row]
 *         div.sb-trace[role=row][data-trace-id] ...
 */
export function TraceTable({ bundle, warnings, host }: TraceListProps): VNode {
  const rows = useMemo(() => bundle.traces.map(tableRow), [bundle]);
  const filled = useMemo(() => filledColumns(rows), [rows]);
  const [choice, choose] = useChoice(host);
  const [filter, setFilter] = useState('');
  const [selected, setSelected] = useState<readonly number[]>([]);
  const [isComparing, setComparing] = useState(false);
  const [element, width] = useWidth();
  const shown = useShownRows(rows, filter, choice);
  const wished = filled.filter(column => !choice.hidden.includes(column));
  const columns = fittingColumns(wished, width);
  const pair = selected.flatMap(index => rows[index] ?? []);
  const [a, b] = pair;
  return (
    <div
      class="sb-table"
      ref={element}
      data-narrow={width < NARROW ? '' : undefined}
      style={{ '--sb-table-columns': templateOf(columns, width) }}
    >
      <TableTools
        filter={filter}
        isFilterBad={shown === undefined}
        onFilter={setFilter}
        shown={(shown ?? rows).length}
        all={rows.length}
        hasSessions={filled.includes('session')}
        isGrouped={choice.isGrouped}
        onGroup={() => choose({ ...choice, isGrouped: !choice.isGrouped })}
        filled={filled}
        hidden={choice.hidden}
        onHide={column => choose(toggledColumn(choice, column))}
        selected={pair.length}
        onCompare={() => setComparing(true)}
      />
      {isComparing && a && b && (
        <Compare
          a={a.record}
          b={b.record}
          onClose={() => setComparing(false)}
        />
      )}
      <div
        class="sb-list"
        role="table"
        aria-label={tableStrings.traces(rows.length)}
        aria-rowcount={(shown ?? rows).length + 1}
      >
        <TableHead
          columns={columns}
          sort={choice.sort}
          onSort={key =>
            choose({ ...choice, sort: nextSort(choice.sort, key) })
          }
        />
        <TableRows
          sessions={
            choice.isGrouped
              ? sessionsOf(shown ?? rows)
              : [{ id: undefined, rows: shown ?? rows }]
          }
          isGrouped={choice.isGrouped}
          context={{
            columns,
            host,
            range: rangeOf(rows),
            isSelected: ({ index }) => selected.includes(index),
            onSelect: ({ index }) => setSelected(toggled(selected, index))
          }}
        />
      </div>
      <Rest bundle={bundle} warnings={warnings} isEmpty={shown?.length === 0} />
    </div>
  );
}

/** What is not in the table, and what was odd in what is. */
function Rest({
  bundle: { more = 0 },
  warnings,
  isEmpty
}: Pick<TraceListProps, 'bundle' | 'warnings'> & { isEmpty: boolean }): VNode {
  return (
    <>
      {isEmpty && <div class="sb-list-note">{tableStrings.noHits}</div>}
      {more > 0 && (
        <div class="sb-list-note">{tableStrings.notInBundle(more)}</div>
      )}
      <Warnings oddities={warnings} />
    </>
  );
}

/** The choice that the host keeps for tables. */
function useChoice({
  state,
  choices = state
}: ViewHost): readonly [TableChoice, (choice: TableChoice) => void] {
  const [choice, setChoice] = useState(() => restoreChoice(choices));
  const choose = (next: TableChoice): void => {
    setChoice(next);
    keepChoice(next, choices);
  };
  return [choice, choose];
}

/** The rows that fit the filter, in order; `undefined` while the filter is no expression. */
function useShownRows(
  rows: readonly TableRow[],
  filter: string,
  { sort }: TableChoice
): readonly TableRow[] | undefined {
  return useMemo(() => {
    const fits = rowFilter(filter);
    return fits && sortRows(rows.filter(fits), sort);
  }, [rows, filter, sort]);
}

function toggledColumn(
  choice: TableChoice,
  column: TableChoice['hidden'][number]
): TableChoice {
  const isHidden = choice.hidden.includes(column);
  return {
    ...choice,
    hidden: isHidden
      ? choice.hidden.filter(other => other !== column)
      : [...choice.hidden, column]
  };
}

function toggled(
  selected: readonly number[],
  index: number
): readonly number[] {
  return selected.includes(index)
    ? selected.filter(other => other !== index)
    : [...selected, index].slice(-MAX_SELECTED);
}

function rangeOf(rows: readonly TableRow[]): DurationRange {
  const known = rows
    .map(({ durationMs }) => durationMs)
    .filter(duration => duration > 0);
  return {
    shortest: known.reduce((a, b) => Math.min(a, b), Infinity),
    longest: known.reduce((a, b) => Math.max(a, b), 0)
  };
}
