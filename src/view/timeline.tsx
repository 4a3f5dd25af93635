import type { RefObject, VNode } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { nextFocus } from '../layout/next-focus';
import { contentHeight } from '../layout/row-window';
import { labelledTicks, ticks } from '../layout/ticks';
import type { CssPixels, FocusMove, VisibleRows } from '../layout/types';
import { indexOfRow, visibleRows } from '../layout/visible-rows';
import type { Trace } from '../model/types';
import { Resizer } from './resizer';
import { strings } from './strings';
import { TimelineRows } from './timeline-rows';
import { AXIS_HEIGHT, ROW_HEIGHT, useViewport } from './use-viewport';
import { NO_ROW, type ViewAction, type ViewState } from './view-state';

/** Rows shown before the timeline scrolls: 320 px, so that a trace fits under its cell. */
const DEFAULT_HEIGHT: CssPixels = 320;

/** Keys that move in a treegrid; the view keeps them for itself even where they have nothing to do. */
const TREE_KEYS: ReadonlySet<string> = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  '*'
]);

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
 *       div.sb-grid[role=treegrid]        scrolls
 *         div.sb-axis                     stays at the top
 *         div.sb-rows[role=rowgroup]      as high as all rows
 *           div.sb-row[role=row] ...
 *       div.sb-resizer[role=separator]
 */
export function Timeline(props: TimelineProps): VNode {
  const { state, dispatch } = props;
  const { trace, collapsed } = state;
  const visible = useMemo(
    () => visibleRows(trace, collapsed),
    [trace, collapsed]
  );
  const fullHeight = contentHeight(visible.count, ROW_HEIGHT);
  const height = Math.min(fullHeight, state.height ?? DEFAULT_HEIGHT);
  const viewport = useViewport(visible.count, height);
  const activeIndex = Math.max(0, indexOfRow(trace, visible, state.active));
  const onKeyDown = useKeys(props, visible, activeIndex);
  useFocus(props, viewport, activeIndex);
  return (
    <div class="sb-timeline">
      <div
        ref={viewport.scroller}
        class="sb-grid"
        role="treegrid"
        aria-label={strings.timeline(trace.name)}
        aria-rowcount={visible.count}
        aria-colcount={3}
        style={{ height: `${height + AXIS_HEIGHT}px` }}
        onScroll={viewport.onScroll}
        onKeyDown={onKeyDown}
        onClick={event => onClick(event, state, dispatch)}
      >
        <Axis trace={trace} width={viewport.axisWidth} axis={viewport.axis} />
        <TimelineRows
          state={state}
          visible={visible}
          window={viewport.window}
          activeIndex={activeIndex}
          axisWidth={viewport.axisWidth}
        />
      </div>
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

/** The column heads; hidden from screen readers, whose row labels say what each value is. */
function Axis({
  trace,
  width,
  axis
}: {
  trace: Trace;
  width: CssPixels;
  axis: RefObject<HTMLDivElement | null>;
}): VNode {
  return (
    <div class="sb-axis" aria-hidden="true">
      <div>{strings.nameColumn}</div>
      <div>{strings.durationColumn}</div>
      <div class="sb-ticks" ref={axis}>
        {labelledTicks(ticks(0, trace.end - trace.start, width), width).map(
          ({ at, label }) => (
            <span class="sb-tick" style={{ left: `${at * 100}%` }}>
              {label}
            </span>
          )
        )}
      </div>
    </div>
  );
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
        : { type: 'collapse', row }
    );
  } else {
    dispatch({ type: 'select', row });
  }
}

function useKeys(
  { state, dispatch, onEnterDetail }: TimelineProps,
  visible: VisibleRows,
  activeIndex: number
): (event: KeyboardEvent) => void {
  const { trace, selected } = state;
  const active = visible.rows[activeIndex] ?? NO_ROW;
  return event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
      if (event.key !== '*') {
        return;
      }
    }
    if (event.key === 'Enter' || event.key === ' ') {
      if (event.key === 'Enter') {
        onEnterDetail();
      }
      dispatch({ type: 'select', row: active });
    } else if (event.key === 'Escape' && selected !== NO_ROW) {
      dispatch({ type: 'close-details' });
    } else if (TREE_KEYS.has(event.key)) {
      const move = nextFocus(trace, visible, activeIndex, event.key);
      if (move) {
        dispatch(actionOf(move, visible));
      }
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
}

function actionOf(move: FocusMove, { rows }: VisibleRows): ViewAction {
  switch (move.kind) {
    case 'focus':
      return { type: 'activate', row: rows[move.index] ?? NO_ROW };
    case 'expand':
      return { type: 'expand', rows: move.rows };
    case 'collapse':
      return { type: 'collapse', row: move.rows[0] ?? NO_ROW };
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
  const drawn = useRef(state.active);
  useLayoutEffect(() => {
    if (drawn.current !== state.active) {
      drawn.current = state.active;
      if (scroller.current?.contains(document.activeElement)) {
        focus();
      }
    }
  });
}
