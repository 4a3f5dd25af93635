import type { VNode } from 'preact';
import type { TableSort } from '../../model/table-sort';
import { Icon } from '../icons';
import { tableStrings } from '../strings/table';
import { sortKeyOf, type Column } from './columns';

/** The line of the headings; those of columns with an order sort by it. */
export function TableHead({
  columns,
  sort,
  onSort
}: {
  columns: readonly Column[];
  sort: TableSort | undefined;
  onSort: (key: TableSort['key']) => void;
}): VNode {
  return (
    <div class="sb-cells sb-table-head" role="row" aria-rowindex={1}>
      <Hidden label={tableStrings.tableColumns.select} />
      {columns.map(column => {
        const key = sortKeyOf(column);
        const direction = sort?.key === column ? sort.direction : undefined;
        return (
          <div
            key={column}
            role="columnheader"
            class="sb-cell"
            data-column={column}
            aria-sort={key && (direction ?? 'none')}
          >
            {key === undefined ? (
              tableStrings.tableColumns[column]
            ) : (
              <button type="button" onClick={() => onSort(key)}>
                {tableStrings.tableColumns[column]}
                {direction && <Icon name="chevron" />}
              </button>
            )}
          </div>
        );
      })}
      <Hidden label={tableStrings.tableColumns.menu} />
    </div>
  );
}

function Hidden({ label }: { label: string }): VNode {
  return (
    <div role="columnheader">
      <span class="sb-hidden-text">{label}</span>
    </div>
  );
}
