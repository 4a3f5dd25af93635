import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Microseconds } from '../../bundle/types';
import { contentHeight } from '../../layout/row-window';
import { ticks } from '../../layout/ticks';
import { timelineRows } from '../../layout/timeline-rows';
import type {
  CssPixels,
  RowWindow,
  TimeRange,
  TimelineRow as Row,
  VisibleRows
} from '../../layout/types';
import { barFill } from './bar-fill';
import type { RowDecor } from './row-decor';
import { TimelineRow } from './timeline-row';
import { ROW_HEIGHT } from './use-viewport';
import { markOf } from '../view-state-find';
import type { ViewState } from '../view-state';

type RowsProps = {
  readonly state: ViewState;
  readonly visible: VisibleRows;
  readonly window: RowWindow;
  readonly activeIndex: number;
  readonly range: TimeRange;
  readonly decor: RowDecor | undefined;
  readonly axisWidth: CssPixels;
};

/** The rows in the window and the active one, in their order: a focused element that never moves keeps the focus. */
export function TimelineRows(props: RowsProps): VNode {
  const { state, visible, window, activeIndex, range, decor } = props;
  const { trace, collapsed, selected, find } = state;
  const height = contentHeight(visible.count, ROW_HEIGHT);
  // The width of the axis alone, which is known once the rows stand, changes no row.
  const rows = useMemo(
    () => rowElements(props, height),
    [
      ...[trace, collapsed, selected, find, visible, activeIndex, decor],
      ...[window.first, window.last, window.offset, range.start, range.end]
    ]
  );
  return (
    <div class="sb-rows" role="rowgroup" style={{ height: `${height}px` }}>
      <Lines range={range} traceStart={trace.start} width={props.axisWidth} />
      {rows}
    </div>
  );
}

function rowElements(props: RowsProps, height: CssPixels): VNode[] {
  const { state, window, activeIndex, range, decor } = props;
  const { trace, selected, find } = state;
  return drawnRows(props).map(row => (
    <TimelineRow
      key={row.row}
      row={row}
      traceStart={trace.start}
      traceDuration={trace.end - trace.start}
      isActive={row.index === activeIndex}
      isSelected={row.row === selected}
      top={topOf(row, window, height)}
      fill={row.bar ? barFill(trace, row.row, range) : 'none'}
      decor={decor}
      mark={markOf(find, row.row)}
    />
  ));
}

function drawnRows({
  state,
  visible,
  window,
  activeIndex,
  range
}: RowsProps): Row[] {
  const { trace, collapsed } = state;
  const rowsOf = (first: number, last: number): Row[] =>
    timelineRows(trace, {
      visible,
      window: { first, last, offset: 0 },
      range,
      collapsed
    });
  const rows = rowsOf(window.first, window.last);
  if (activeIndex < window.first) {
    return [...rowsOf(activeIndex, activeIndex + 1), ...rows];
  }
  return activeIndex >= window.last
    ? [...rows, ...rowsOf(activeIndex, activeIndex + 1)]
    : rows;
}

function topOf(
  { index }: Row,
  { first, last, offset }: RowWindow,
  contentEnd: CssPixels
): CssPixels {
  if (index >= first && index < last) {
    return offset + (index - first) * ROW_HEIGHT;
  }
  return Math.min(index * ROW_HEIGHT, contentEnd - ROW_HEIGHT);
}

/** The ticks of the axis, carried down through the rows. */
function Lines({
  range,
  traceStart,
  width
}: {
  range: TimeRange;
  traceStart: Microseconds;
  width: CssPixels;
}): VNode {
  return (
    <div class="sb-lines" aria-hidden="true">
      <div>
        {ticks(range.start - traceStart, range.end - traceStart, width).map(
          ({ at }) => (
            <i style={{ left: `${at * 100}%` }} />
          )
        )}
      </div>
    </div>
  );
}
