import type { VNode } from 'preact';
import { tableStrings } from '../strings/table';
import { compareStrings } from '../strings/compare';
import { MenuButton } from '../take-away/menu';
import { COLUMNS, type Column } from './columns';

export type TableToolsProps = {
  readonly filter: string;
  readonly isFilterBad: boolean;
  readonly onFilter: (filter: string) => void;
  /** Traces that fit the filter, and all. */
  readonly shown: number;
  readonly all: number;
  /** Whether any trace is of a session. */
  readonly hasSessions: boolean;
  readonly isGrouped: boolean;
  readonly onGroup: () => void;
  /** Columns with something in them. */
  readonly filled: readonly Column[];
  readonly hidden: readonly Column[];
  readonly onHide: (column: Column) => void;
  readonly selected: number;
  readonly onCompare: () => void;
};

/** The line over a table: filter, order by session, compare, columns. */
export function TableTools(props: TableToolsProps): VNode {
  const { filter, isFilterBad, onFilter, shown, all, selected } = props;
  return (
    <div class="sb-table-tools">
      <input
        type="search"
        class="sb-filter"
        placeholder={tableStrings.filterHint}
        aria-label={tableStrings.filterTraces}
        aria-invalid={isFilterBad}
        title={
          isFilterBad ? tableStrings.badExpression : tableStrings.filterHint
        }
        value={filter}
        onInput={({ currentTarget }) => onFilter(currentTarget.value)}
      />
      <span class="sb-metric" role="status">
        {isFilterBad
          ? tableStrings.badExpression
          : shown === all
            ? tableStrings.traces(all)
            : tableStrings.tracesShown(shown, all)}
      </span>
      <span class="sb-space" />
      {props.hasSessions && (
        <button
          type="button"
          class="sb-tool"
          aria-pressed={props.isGrouped}
          onClick={props.onGroup}
        >
          {tableStrings.groupBySession}
        </button>
      )}
      <button
        type="button"
        class="sb-tool"
        aria-disabled={selected !== 2}
        title={compareStrings.compareHint}
        onClick={selected === 2 ? props.onCompare : undefined}
      >
        {compareStrings.compare}
      </button>
      <MenuButton label={tableStrings.columns} items={() => columnItems(props)}>
        {tableStrings.columns}
      </MenuButton>
    </div>
  );
}

function columnItems({ filled, hidden, onHide }: TableToolsProps): {
  label: string;
  isChecked: boolean;
  onSelect: () => void;
}[] {
  // A trace is opened by its name: that column stays.
  return COLUMNS.filter(
    column => column !== 'name' && filled.includes(column)
  ).map(column => ({
    label: tableStrings.tableColumns[column],
    isChecked: !hidden.includes(column),
    onSelect: () => onHide(column)
  }));
}
