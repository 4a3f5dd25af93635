import '../../../style/timeline-extras.css';
import type { RefObject, VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { TimeRange } from '../../layout/types';
import { assessmentsByRow } from '../../model/assessments-by-row';
import { criticalPath, type CriticalPath } from '../../model/critical-path';
import type { Trace } from '../../model/types';
import { lazily } from '../lazy';
import { Minimap } from './minimap';
import type { RowDecor } from './row-decor';
import { marksDecor } from './row-marks';
import { strings } from '../strings/first-picture';
import { timelineStrings } from '../strings/timeline';
import type { GrownTrace } from './timeline';
import { wholePercent } from './percent';
import { runCommand, showRange } from './timeline-commands';
import type { RunCommand } from './timeline-keys';
import { useGestures } from './use-gestures';
import { useGrowth } from '../use-growth';
import type { ViewAction, ViewState } from '../view-state';

const Icicle = lazily(() =>
  import('./icicle').then(({ Icicle: part }) => part)
);
const Graph = lazily(() =>
  import('../graph/graph').then(({ Graph: part }) => part)
);
const Overview = lazily(() =>
  import('../overview/overview').then(({ Overview: part }) => part)
);
const Help = lazily(() => import('./help').then(({ Help: part }) => part));

/** Spans that the line of the critical path names; the others are counted. */
const NAMED_SPANS = 4;

type ExtrasProps = {
  readonly state: ViewState;
  /** The trace as it came, while `state.trace` may have grown with the clock. */
  readonly source: Trace;
  readonly dispatch: (action: ViewAction) => void;
  readonly hasMinimap: boolean;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly axis: RefObject<HTMLElement | null>;
  readonly focusRow: RefObject<() => void>;
  /** Set to what does the commands that are not about rows. */
  readonly run: RefObject<RunCommand>;
  readonly onDecor: (decor: RowDecor) => void;
  readonly onGrow: (grown: GrownTrace) => void;
};

/** What a timeline has beside its rows; it stands above them, and draws into them through `onDecor`. */
export function TimelineExtras(props: ExtrasProps): VNode {
  const { state, source, dispatch, scroller, axis, focusRow, onDecor } = props;
  const { trace, look } = state;
  const { range = trace, hasPath } = look;
  const context = { state, dispatch };
  const [brush, setBrush] = useState<TimeRange>();
  const path = useMemo(
    () => (hasPath ? criticalPath(trace) : undefined),
    [hasPath, trace]
  );
  const assessed = useMemo(() => assessmentsByRow(trace), [trace]);
  const { start, end } = range;
  useEffect(
    () =>
      onDecor(
        marksDecor({ trace, range: { start, end }, path, brush, assessed })
      ),
    [trace, start, end, path, brush, assessed]
  );
  useGestures({ ...context, scroller, axis, onBrush: setBrush });
  useGrowth(source, scroller, props.onGrow);
  useCommands(props);
  return (
    <>
      {props.hasMinimap && (
        <Minimap
          trace={trace}
          range={range}
          hits={state.find.answer.found?.hits}
          onRange={next => showRange(context, next)}
        />
      )}
      {look.hasHelp && (
        <Help
          onClose={() => {
            dispatch({ type: 'look', change: { hasHelp: false } });
            focusRow.current();
          }}
        />
      )}
      {look.hasOverview && <Overview {...context} />}
      {look.hasGraph && (
        <Graph
          {...context}
          run={props.run.current}
          onLeave={() => focusRow.current()}
        />
      )}
      {look.hasIcicle && (
        <Icicle
          {...context}
          path={path}
          onLeave={() => focusRow.current()}
          run={props.run}
        />
      )}
      {path && <PathLine trace={trace} path={path} />}
      <div class="sb-spoken" aria-live="polite">
        {look.note}
      </div>
    </>
  );
}

function useCommands({ state, dispatch, run }: ExtrasProps): void {
  run.current = (command, key) => runCommand(command, key, { state, dispatch });
  useEffect(
    () => () => {
      run.current = () => false;
    },
    []
  );
}

/** The spans that take most of the critical path, with their shares. */
function PathLine({
  trace: { spans },
  path: { times, length }
}: {
  trace: Trace;
  path: CriticalPath;
}): VNode {
  const byTime = [...times]
    .filter(([, time]) => time > 0)
    .sort(([, a], [, b]) => b - a);
  const named = byTime
    .slice(0, NAMED_SPANS)
    .map(([row, time]) =>
      timelineStrings.shareOf(
        spans.names[row] || strings.unnamedSpan,
        wholePercent((time / length) * 100)
      )
    );
  const parts = named.join(', ');
  const others = byTime.length - named.length;
  return (
    <div class="sb-path-line" role="status">
      {others === 0
        ? timelineStrings.criticalPathOf(parts)
        : timelineStrings.criticalPathAnd(parts, others)}
    </div>
  );
}
