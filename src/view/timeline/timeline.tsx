import type { RefObject, VNode } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { collapse } from '../../layout/collapsed-rows';
import { contentHeight } from '../../layout/row-window';
import type { CssPixels } from '../../layout/types';
import { indexOfRow, visibleRows } from '../../layout/visible-rows';
import type { Trace } from '../../model/types';
import { afterPaint } from '../after-paint';
import { lazily } from '../lazy';
import { Resizer } from '../detail/resizer';
import type { RowDecor } from './row-decor';
import { strings } from '../strings/first-picture';
import { Axis } from './timeline-axis';
import { keyHandler, type RunCommand } from './timeline-keys';
import { TimelineRows } from './timeline-rows';
import { usePrintedRows } from './use-printed-rows';
import { AXIS_HEIGHT, ROW_HEIGHT, useViewport } from './use-viewport';
import { NO_ROW, type ViewAction, type ViewState } from '../view-state';

/** Rows shown before the timeline scrolls: 320 px, so that a trace fits under its cell. */
const DEFAULT_HEIGHT: CssPixels = 320;

/** From so many spans on a strip above the rows shows the whole trace. */
const MINIMAP_SPANS = 50;

/** Minimap, marks, zoom, icicle and help: fetched once the rows stand. */
const Extras = lazily(async () => {
  await afterPaint();
  return (await import('./timeline-extras')).TimelineExtras;
});

/** A running trace as it stands now, made from `of`. */
export type GrownTrace = { readonly of: Trace; readonly trace: Trace };

type TimelineProps = {
  readonly state: ViewState;
  readonly dispatch: (action: ViewAction) => void;
  /** Set to a function that moves the focus to the active row. */
  readonly focusRow: RefObject<() => void>;
  /** The details of the active row are to take the focus once they are drawn. */
  readonly onEnterDetail: () => void;
};

/**
 * The treegrid with the waterfall in each row. Only rows near the scroll position are in the page, and the active one,
 * so that the focus is never lost.
 *
 *     div.sb-timeline
 *       div.sb-extras                     what stands above the rows: minimap, icicle, help
 *       div.sb-grid[role=treegrid]        scrolls
 *         div.sb-axis                     stays at the top
 *         div.sb-rows[role=rowgroup]      as high as all rows
 *           div.sb-row[role=row] ...
 *       div.sb-resizer[role=separator]
 */
export function Timeline(props: TimelineProps): VNode {
  const { dispatch, focusRow } = props;
  const [state, setGrown] = useGrown(props.state);
  const [decor, setDecor] = useState<RowDecor>();
  const run = useRef<RunCommand>(() => false);
  const { trace, collapsed } = state;
  const range = state.look.range ?? trace;
  const ranks = state.find.answer.kept?.ranks;
  const visible = useMemo(
    () => visibleRows(trace, collapsed, ranks),
    [trace, collapsed, ranks]
  );
  const fullHeight = contentHeight(visible.count, ROW_HEIGHT);
  const height = Math.min(fullHeight, state.height ?? DEFAULT_HEIGHT);
  const viewport = useViewport(visible.count, height);
  const drawn = usePrintedRows(visible.count, height, viewport);
  const activeIndex = Math.max(0, indexOfRow(trace, visible, state.active));
  const onKeyDown = keyHandler({ ...props, state, run }, visible, activeIndex);
  useFocus(props, viewport, activeIndex);
  return (
    <div
      class="sb-timeline"
      data-minimap={trace.spans.count >= MINIMAP_SPANS ? '' : undefined}
      data-scrolls={fullHeight > height ? '' : undefined}
    >
      <div class="sb-extras">
        <Extras
          state={state}
          source={props.state.trace}
          dispatch={dispatch}
          hasMinimap={trace.spans.count >= MINIMAP_SPANS}
          scroller={viewport.scroller}
          axis={viewport.axis}
          focusRow={focusRow}
          run={run}
          onDecor={setDecor}
          onGrow={setGrown}
        />
      </div>
      <div
        ref={viewport.scroller}
        class="sb-grid"
        role="treegrid"
        aria-label={strings.timeline(trace.name)}
        aria-rowcount={visible.count}
        aria-colcount={3}
        style={{ height: `${drawn.height + AXIS_HEIGHT}px` }}
        onScroll={viewport.onScroll}
        onKeyDown={onKeyDown}
        onClick={event => onClick(event, state, dispatch)}
      >
        <Axis {...{ range, viewport, decor }} traceStart={trace.start} />
        <TimelineRows
          {...{ state, visible, activeIndex, range, decor }}
          window={drawn.window}
          axisWidth={viewport.axisWidth}
        />
      </div>
      {drawn.left > 0 && (
        <div class="sb-list-note">{strings.moreRows(drawn.left)}</div>
      )}
      {fullHeight > DEFAULT_HEIGHT && (
        <Resizer
          height={height}
          max={fullHeight}
          onResize={next => dispatch({ type: 'resize', height: next })}
        />
      )}
    </div>
  );
}

/** The state with its trace as it stands now, and the way to tell how that is. */
function useGrown(
  state: ViewState
): readonly [ViewState, (grown: GrownTrace) => void] {
  const [grown, setGrown] = useState<GrownTrace>();
  const isNews = grown?.of === state.trace;
  return [isNews ? { ...state, trace: grown.trace } : state, setGrown];
}

function onClick(
  event: MouseEvent,
  { trace, collapsed }: ViewState,
  dispatch: (action: ViewAction) => void
): void {
  const target = event.target instanceof Element ? event.target : null;
  const row = Number(
    target?.closest<HTMLElement>('.sb-row')?.dataset['row'] ?? NO_ROW
  );
  if (row === NO_ROW) {
    return;
  }
  if (target?.closest('.sb-twisty') && (trace.childCounts[row] ?? 0) > 0) {
    dispatch(
      collapsed.has(row)
        ? { type: 'expand', rows: [row] }
        : { type: 'fold', collapsed: collapse(collapsed, [row]), active: row }
    );
  } else {
    dispatch({ type: 'select', row });
  }
}

/** Lets the focus follow the active row while it is in the timeline, and scrolls that row into view. */
function useFocus(
  { state, focusRow }: TimelineProps,
  { scroller, reveal }: ReturnType<typeof useViewport>,
  activeIndex: number
): void {
  const focus = (): void => {
    reveal(activeIndex);
    scroller.current
      ?.querySelector<HTMLElement>('.sb-row[tabindex="0"]')
      ?.focus({ preventScroll: true });
  };
  focusRow.current = focus;
  const { trace, active } = state;
  // Asked before the rows are drawn, as the one with the focus may go.
  const hadFocus = scroller.current?.contains(document.activeElement) ?? false;
  const drawn = useRef({ trace, active });
  useLayoutEffect(() => {
    const before = drawn.current;
    drawn.current = { trace, active };
    if (before.active === active) {
      return;
    }
    if (hadFocus) {
      focus();
    } else if (before.trace === trace) {
      reveal(activeIndex);
    }
  });
}
