import type { VNode } from 'preact';
import type { TableRow } from '../../model/table-row';
import { turnOf } from '../../model/session';
import type { Trace } from '../../model/types';
import type { ViewHost } from '../host';
import { Icon } from '../icons';
import { LongText } from '../detail/long-text';
import { strings } from '../strings/first-picture';
import { tableStrings } from '../strings/table';
import { compareStrings } from '../strings/compare';
import { TraceMenu } from '../take-away/trace-menu';
import { TraceContent } from '../trace-view';
import { cellContent, type DurationRange } from './cells';
import type { Column } from './columns';

/** What all rows of a table share. */
export type RowContext = {
  readonly columns: readonly Column[];
  readonly range: DurationRange;
  readonly host: ViewHost;
  readonly isSelected: (row: TableRow) => boolean;
  readonly onSelect: (row: TableRow) => void;
};

/**
 * One trace of a table; its name opens its timeline in place.
 *
 *     div.sb-trace[role=row][data-trace-id]
 *       div.sb-cells
 *         [role=cell] ... [role=rowheader] button.sb-summary
 *       div.sb-turn[role=cell]                    in a session: what was asked and answered
 *       div.sb-open[role=cell]                    the timeline, while open
 */
export function TraceRow({
  row,
  rowIndex,
  isTurn,
  context
}: {
  row: TableRow;
  /** 1-based, the line of the headings counted. */
  rowIndex: number;
  isTurn: boolean;
  context: RowContext;
}): VNode {
  return (
    <div
      class="sb-trace"
      role="row"
      data-trace-id={row.traceId}
      aria-rowindex={rowIndex}
    >
      <TraceContent
        record={row.record}
        opensAs="collapsed"
        host={context.host}
        line={(trace, isOpen, onToggle) => (
          <>
            <Cells {...{ row, trace, isOpen, onToggle, context }} />
            {isTurn && <Turn row={row} />}
          </>
        )}
      />
    </div>
  );
}

type CellsProps = {
  readonly row: TableRow;
  readonly trace: Trace;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly context: RowContext;
};

function Cells(props: CellsProps): VNode {
  const { row, trace, context } = props;
  const { columns, host, range } = context;
  const name = row.name || strings.untitled;
  return (
    <div class="sb-cells">
      <div role="cell">
        <input
          type="checkbox"
          aria-label={compareStrings.selectToCompare(name)}
          checked={context.isSelected(row)}
          onChange={() => context.onSelect(row)}
        />
      </div>
      {columns.map(column =>
        column === 'name' ? (
          <NameCell key={column} {...props} />
        ) : (
          <div role="cell" class="sb-cell" data-column={column} key={column}>
            {cellContent(column, row, range)}
          </div>
        )
      )}
      <div role="cell">
        <TraceMenu trace={trace} host={host} />
      </div>
    </div>
  );
}

function NameCell({ row, trace, isOpen, onToggle }: CellsProps): VNode {
  return (
    <div role="rowheader" class="sb-cell" data-column="name">
      <button
        type="button"
        class="sb-summary"
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        <span class="sb-caret">
          <Icon name="chevron" />
        </span>
        <span class="sb-trace-name" dir="auto" title={row.name}>
          {row.name || strings.untitled}
        </span>
        {trace.errorCount > 0 && (
          <span class="sb-error-count" title={strings.errors(trace.errorCount)}>
            <Icon name="warning" />
            <span class="sb-hidden-text">
              {strings.errors(trace.errorCount)}
            </span>
          </span>
        )}
      </button>
    </div>
  );
}

function Turn({ row }: { row: TableRow }): VNode {
  const { asked, answered } = turnOf({
    requestPreview: row.request,
    responsePreview: row.response,
    ...row.record.info
  });
  return (
    <div class="sb-turn" role="cell">
      {asked !== '' && <Said by={tableStrings.asked} text={asked} />}
      {answered !== '' && <Said by={tableStrings.answered} text={answered} />}
    </div>
  );
}

function Said({ by, text }: { by: string; text: string }): VNode {
  return (
    <div class="sb-said" data-by={by === tableStrings.asked ? 'user' : 'trace'}>
      <span class="sb-hidden-text">{by}: </span>
      <span dir="auto">
        <LongText text={text} />
      </span>
    </div>
  );
}
