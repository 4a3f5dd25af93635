import type { ComponentChildren, VNode } from 'preact';
import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState
} from 'preact/hooks';
import type { DisplayMode, TraceRecord } from '../bundle/types';
import { buildTrace } from '../model/build-trace';
import type { Trace } from '../model/types';
import { afterPaint } from './after-paint';
import { Detail } from './detail/detail';
import type { FindPanelProps } from './find/find-panel';
import type { MlflowPages, ViewHost } from './host';
import { useOpenAll } from './detail/open-all';
import { keepView, restoreView } from './kept-state';
import { lazily } from './lazy';
import { strings } from './strings/first-picture';
import { Summary } from './summary';
import { Timeline } from './timeline/timeline';
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
import { closeFind, openFind } from './view-state-find';
import type { Oddity } from './warnings';

const TimelineTools = lazily(async () => {
  await afterPaint();
  return (await import('./timeline/timeline-tools')).TimelineTools;
});

const FindPanel = lazily(() =>
  import('./find/find-panel').then(module => module.FindPanel)
);

const Warnings = lazily(() =>
  import('./problems').then(module => module.Warnings)
);

const TraceMenu = lazily(() =>
  import('./take-away/trace-menu').then(module => module.TraceMenu)
);

const MlflowTool = lazily(() =>
  import('./mlflow/parts').then(module => module.MlflowTool)
);

const MlflowBody = lazily(() =>
  import('./mlflow/parts').then(module => module.MlflowBody)
);

type TraceViewProps = {
  readonly record: TraceRecord;
  readonly opensAs: DisplayMode;
  readonly host: ViewHost;
  /** What the parser found odd; the model's warnings are added. */
  readonly oddities?: readonly Oddity[];
  /** Draws the line of the trace in place of the summary: the cells of a table's row. */
  readonly line?: (
    trace: Trace,
    isOpen: boolean,
    onToggle: () => void
  ) => VNode;
};

/** One trace: its line and, when open, its timeline and the details of the selected span. */
export function TraceView(props: TraceViewProps): VNode {
  return (
    <div class="sb-trace" data-trace-id={props.record.info.traceId}>
      <TraceContent {...props} />
    </div>
  );
}

/** What stands in the element of a trace. */
export function TraceContent({
  record,
  opensAs,
  host,
  oddities = [],
  line
}: TraceViewProps): VNode {
  const live = useLiveTrace(record, host);
  const [state, dispatch] = useTraceState(live.record, opensAs, host);
  const { trace, isOpen } = state;
  const odd = [...oddities, ...trace.warnings];
  const toggle = (): void => dispatch({ type: 'open', isOpen: !isOpen });
  useOpenAll(shouldOpen => dispatch({ type: 'open', isOpen: shouldOpen }));
  return (
    <LiveContext.Provider value={live}>
      {line ? (
        line(trace, isOpen, toggle)
      ) : (
        <Summary trace={trace} isOpen={isOpen} onToggle={toggle} />
      )}
      {isOpen && (
        <div role={line && 'cell'}>
          <TraceMarks />
          <Body
            state={state}
            dispatch={dispatch}
            mlflow={host.mlflow}
            menu={!line && <TraceMenu trace={trace} host={host} />}
          />
          {odd.length > 0 && <Warnings oddities={odd} />}
        </div>
      )}
    </LiveContext.Provider>
  );
}

type BodyProps = {
  readonly state: ViewState;
  readonly dispatch: (action: ViewAction) => void;
  readonly menu: ComponentChildren;
};

/** Our view of a trace or, where the host has it and the reader wants it, MLflow's own. */
function Body({
  mlflow,
  ...props
}: BodyProps & { mlflow: MlflowPages | undefined }): VNode {
  const isFirst = mlflow?.isFirst;
  const [isTheirs, turn] = useState(isFirst);
  useEffect(() => turn(isFirst), [isFirst]);
  const own = (tool: ComponentChildren): VNode => (
    <OwnBody {...props} tool={tool} />
  );
  return mlflow && isTheirs ? (
    <MlflowBody
      pages={mlflow}
      trace={props.state.trace}
      menu={props.menu}
      own={own}
      onBack={() => turn(false)}
    />
  ) : (
    own(mlflow && <MlflowTool isOn={false} onClick={() => turn(true)} />)
  );
}

function OwnBody({
  state,
  dispatch,
  tool,
  menu
}: BodyProps & { tool?: ComponentChildren }): VNode {
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
    return (
      <>
        <MissingSpans />
        {tool}
      </>
    );
  }
  return (
    <>
      <Tools
        state={state}
        dispatch={dispatch}
        menu={
          <>
            {tool}
            {menu}
          </>
        }
        onLeave={() => focusRow.current()}
      />
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
            pattern={state.find.answer.found?.pattern}
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
  menu,
  ...props
}: FindPanelProps & { menu: ComponentChildren }): VNode {
  const { state, dispatch } = props;
  const { trace, find } = state;
  return (
    <Toolbar trace={trace} panel={find.isOpen && <FindPanel {...props} />}>
      <ToolButton
        icon="search"
        label={strings.find}
        keys="/"
        isOpen={find.isOpen}
        onClick={() =>
          dispatch({
            type: 'find',
            change: find.isOpen ? closeFind : openFind
          })
        }
      />
      <TimelineTools state={state} dispatch={dispatch} />
      <MarksTool />
      {menu}
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
