import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { BundleError, TraceBundle } from '../bundle/types';
import type { ViewHost } from './host';
import { strings } from './strings';
import { TraceView } from './trace-view';
import { Warnings } from './warnings';

/** Lines drawn at first and with each click on "more": an output of a thousand traces stays light. */
const PAGE = 50;

/**
 * Many traces, each a line that opens in place.
 *
 *     div.sb-list[role=table]
 *       div.sb-trace[role=row][data-trace-id] ...
 *       div.sb-list-note                          more of them, and what is not in the bundle
 */
export function TraceList({
  bundle,
  warnings,
  host
}: {
  bundle: TraceBundle;
  warnings: readonly BundleError[];
  host: ViewHost;
}): VNode {
  const [limit, setLimit] = useState(PAGE);
  const { traces, more } = bundle;
  const rest = traces.length - limit;
  return (
    <>
      <div
        class="sb-list"
        role="table"
        aria-label={strings.traces(traces.length)}
        aria-rowcount={traces.length}
      >
        {traces.slice(0, limit).map((record, index) => (
          <TraceView
            key={`${record.info.traceId} ${index}`}
            record={record}
            opensAs="collapsed"
            host={host}
            rowIndex={index + 1}
          />
        ))}
      </div>
      {rest > 0 && (
        <button
          type="button"
          class="sb-more"
          onClick={() => setLimit(limit + PAGE)}
        >
          {strings.showMoreTraces(Math.min(PAGE, rest))}
        </button>
      )}
      {more !== undefined && more > 0 && (
        <div class="sb-list-note">{strings.notInBundle(more)}</div>
      )}
      <Warnings oddities={warnings} />
    </>
  );
}
