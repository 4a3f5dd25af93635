import { Fragment, type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatDuration } from '../format-duration';
import type { Session } from '../../model/session';
import type { TableRow } from '../../model/table-row';
import { tableStrings } from '../strings/table';
import { TraceRow, type RowContext } from './trace-row';

/** Rows drawn at first and with each click on "more": an output of a thousand traces stays light. */
const PAGE = 50;

/** The rows of a table, a page at a time, under a heading for each session where they are grouped. */
export function TableRows({
  sessions,
  isGrouped,
  context
}: {
  sessions: readonly Session[];
  isGrouped: boolean;
  context: RowContext;
}): VNode {
  const [limit, setLimit] = useState(PAGE);
  const pages = pagesOf(sessions, limit);
  const all = sessions.reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <>
      {pages.map(({ session, rows, before }) => (
        <Fragment key={`session ${session.id ?? ''}`}>
          {isGrouped && <SessionHead session={session} />}
          {rows.map((row, at) => (
            <TraceRow
              key={`${row.traceId} ${row.index}`}
              row={row}
              rowIndex={before + at + 2}
              isTurn={isGrouped && session.id !== undefined}
              context={context}
            />
          ))}
        </Fragment>
      ))}
      {all > limit && (
        <div role="row" class="sb-more-row">
          <div role="cell">
            <button
              type="button"
              class="sb-more"
              onClick={() => setLimit(limit + PAGE)}
            >
              {tableStrings.showMoreTraces(Math.min(PAGE, all - limit))}
            </button>
          </div>
        </div>
      )}
    </>
  );
}

type Page = {
  readonly session: Session;
  readonly rows: readonly TableRow[];
  /** Rows in the sessions before. */
  readonly before: number;
};

/** The sessions cut to the first rows. */
function pagesOf(sessions: readonly Session[], limit: number): readonly Page[] {
  let before = 0;
  return sessions.flatMap(session => {
    const page = {
      session,
      rows: session.rows.slice(0, Math.max(0, limit - before)),
      before
    };
    before += session.rows.length;
    return page.rows.length === 0 ? [] : [page];
  });
}

function SessionHead({ session: { id, rows } }: { session: Session }): VNode {
  const duration = rows.reduce((sum, row) => sum + (row.durationMs || 0), 0);
  const tokens = rows.reduce((sum, row) => sum + (row.tokens?.total ?? 0), 0);
  return (
    <div class="sb-session" role="row">
      <div role="cell">
        <b>
          {id === undefined
            ? tableStrings.noSession
            : tableStrings.session(id, rows.length)}
        </b>{' '}
        <span class="sb-metric">
          {formatDuration(duration * 1e3)}
          {tokens > 0 && ` · ${tableStrings.sessionTokens(tokens)}`}
        </span>
      </div>
    </div>
  );
}
