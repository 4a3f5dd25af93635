import type { VNode } from 'preact';
import { useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import type { DisplayMode, TraceRecord } from '../bundle/types';
import { buildTrace } from '../model/build-trace';
import { Detail } from './detail';
import type { ViewHost } from './host';
import { useOpenAll } from './open-all';
import { keepView, restoreView } from './kept-state';
import { strings } from './strings';
import { Summary } from './summary';
import { Timeline } from './timeline';
import { LiveContext, useLiveTrace } from './server/live-trace';
import { MarksTool, MissingSpans, TraceMarks } from './server/parts';
import { Toolbar, ToolButton } from './toolbar';
import {
  NO_ROW,
  reduceView,
  withTrace,
  type ViewAction,
  type ViewState
} from './view-state';
import { Warnings, type Oddity } from './warnings';

type TraceViewProps = {
  readonly record: TraceRecord;
  readonly opensAs: DisplayMode;
  readonly host: ViewHost;
  /** What the parser found odd; the model's warnings are added. */
  readonly oddities?: readonly Oddity[];
  /** Makes the trace a row of a table; 1-based. */
  readonly rowIndex?: number;
};

/** One trace: its line and, when open, its timeline and the details of the selected span. */
export function TraceView(props: TraceViewProps): VNode {
  const { record, rowIndex } = props;
  const content = <TraceContent {...props} />;
  if (rowIndex === undefined) {
    return (
      <div class="sb-trace" data-trace-id={record.info.traceId}>
        {content}
      </div>
    );
  }
  return (
    <div
      class="sb-trace"
      data-trace-id={record.info.traceId}
      role="row"
      aria-rowindex={rowIndex}
    >
      <div role="cell">{content}</div>
    </div>
  );
}

function TraceContent({
  record,
  opensAs,
  host,
  oddities = []
}: TraceViewProps): VNode {
  const live = useLiveTrace(record, host.server);
  const [state, dispatch] = useTraceState(live.record, opensAs, host);
  const { trace, isOpen } = state;
  useOpenAll(shouldOpen => dispatch({ type: 'open', isOpen: shouldOpen }));
  return (
    <LiveContext.Provider value={live}>
      <Summary
        trace={trace}
        isOpen={isOpen}
        onToggle={() => dispatch({ type: 'open', isOpen: !isOpen })}
      />
      {isOpen && (
        <div>
          <TraceMarks />
          <Body state={state} dispatch={dispatch} />
          <Warnings oddities={[...oddities, ...trace.warnings]} />
        </div>
      )}
    </LiveContext.Provider>
  );
}

function Body({
  state,
  dispatch
}: {
  state: ViewState;
  dispatch: (action: ViewAction) => void;
}): VNode {
  const focusRow = useRef<() => void>(() => undefined);
  const detail = useRef<HTMLElement>(null);
  const isEntering = useRef(false);
  useLayoutEffect(() => {
    if (isEntering.current) {
      isEntering.current = false;
      detail.current?.focus();
    }
  });
  const { trace, selected } = state;
  if (trace.spans.count === 0) {
    return <MissingSpans />;
  }
  return (
    <>
      <Tools state={state} dispatch={dispatch} />
      <div class="sb-body">
        <Timeline
          state={state}
          dispatch={dispatch}
          focusRow={focusRow}
          onEnterDetail={() => {
            isEntering.current = true;
          }}
        />
        {selected !== NO_ROW && (
          <Detail
            trace={trace}
            row={selected}
            element={detail}
            onLeave={() => focusRow.current()}
            onClose={() => {
              dispatch({ type: 'close-details' });
              focusRow.current();
            }}
          />
        )}
      </div>
    </>
  );
}

/** What can be done with an open trace; each tool is one line here and has its code in a file of its own. */
function Tools({
  state,
  dispatch
}: {
  state: ViewState;
  dispatch: (action: ViewAction) => void;
}): VNode {
  const { trace, find } = state;
  return (
    <Toolbar trace={trace}>
      <ToolButton
        icon="search"
        label={strings.find}
        keys="/"
        isOpen={find.isOpen}
        onClick={() =>
          dispatch({
            type: 'find',
            step: { kind: find.isOpen ? 'close' : 'open' }
          })
        }
      />
      <MarksTool />
    </Toolbar>
  );
}

/** The state of one mounted trace, moved along when its data or the wished display changes. */
function useTraceState(
  record: TraceRecord,
  opensAs: DisplayMode,
  { state: store }: ViewHost
): readonly [ViewState, (action: ViewAction) => void] {
  const trace = useMemo(() => buildTrace(record), [record]);
  const [reduced, dispatch] = useReducer(reduceView, undefined, () =>
    restoreView(trace, opensAs, store)
  );
  const state = useMemo(() => withTrace(reduced, trace), [reduced, trace]);
  const drawnAs = useRef(opensAs);
  useLayoutEffect(() => {
    if (reduced.trace !== trace) {
      dispatch({ type: 'update', trace });
    }
    if (drawnAs.current !== opensAs) {
      drawnAs.current = opensAs;
      dispatch({ type: 'open', isOpen: opensAs === 'expanded' });
    }
  });
  const untouched = useRef(state);
  useLayoutEffect(() => {
    if (state !== untouched.current) {
      keepView(state, opensAs, store);
    }
  }, [state, opensAs, store]);
  return [state, dispatch];
}
