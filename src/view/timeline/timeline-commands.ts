import { formatDuration } from '../format-duration';
import type { Microseconds } from '../../bundle/types';
import { ancestorsOf, EXPAND_ALL } from '../../layout/collapsed-rows';
import { errorRows, nextPlace, slowestRows } from '../../layout/jumps';
import { collapseBelow, levelCount } from '../../layout/levels';
import {
  fitRange,
  isWhole,
  panRange,
  zoomRange
} from '../../layout/time-range';
import type { TimeRange } from '../../layout/types';
import { findAction } from '../find/find-steps';
import type { Command } from './key-map';
import { timelineStrings } from '../strings/timeline';
import type { ViewAction, ViewState } from '../view-state';
import type { Look } from '../view-state-look';

/** A press of + halves the visible time. */
const ZOOM_STEP = 2;

/** Times are whole microseconds: less has nothing to show. */
const SHORTEST: Microseconds = 1;

/** A press of Shift and an arrow moves by so much of the visible time. */
const PAN_STEP = 0.25;

/** The state to act on, and the way to change it. */
export type CommandContext = {
  readonly state: ViewState;
  readonly dispatch: (action: ViewAction) => void;
};

/** Does what a key or a button stands for; false for what other parts of the view do. `key` tells how many levels. */
export function runCommand(
  command: Command,
  key: string,
  context: CommandContext
): boolean {
  const act = actsOf(context, key)[command];
  act?.();
  return act !== undefined;
}

function actsOf(
  context: CommandContext,
  key: string
): Partial<Record<Command, () => void>> {
  const { state, dispatch } = context;
  const { look, trace } = state;
  const { range = trace } = look;
  const show = (next: TimeRange): void => showRange(context, next);
  const zoom = (factor: number): void =>
    show(zoomRange(range, trace, { factor, at: 0.5 }));
  const change = (changed: Partial<Look>): void =>
    dispatch({ type: 'look', change: changed });
  return {
    'zoom-in': () => zoom(1 / ZOOM_STEP),
    'zoom-out': () => zoom(ZOOM_STEP),
    'zoom-reset': () => show(trace),
    'pan-left': () => show(panRange(range, trace, -PAN_STEP)),
    'pan-right': () => show(panRange(range, trace, PAN_STEP)),
    'critical-path': () => change({ hasPath: !look.hasPath }),
    overview: () => change({ hasOverview: !look.hasOverview }),
    graph: () => change({ hasGraph: !look.hasGraph }),
    icicle: () => change({ hasIcicle: !look.hasIcicle }),
    help: () => change({ hasHelp: !look.hasHelp }),
    levels: () => showLevels(context, Number(key)),
    'next-hit': () => dispatch(findAction({ kind: 'next' })),
    'previous-hit': () => dispatch(findAction({ kind: 'previous' })),
    'next-error': () => jumpToError(context, false),
    'previous-error': () => jumpToError(context, true),
    slowest: () => jumpToSlowest(context)
  };
}

/** Makes a part of the time visible, as far as it lies in the trace's. */
export function showRange(
  { state: { trace }, dispatch }: CommandContext,
  wanted: TimeRange
): void {
  const middle = (wanted.start + wanted.end) / 2;
  const range = fitRange(
    {
      start: Math.min(wanted.start, middle - SHORTEST / 2),
      end: Math.max(wanted.end, middle + SHORTEST / 2)
    },
    trace
  );
  const at = (time: number): string => formatDuration(time - trace.start);
  const change = isWhole(range, trace)
    ? { range: undefined, note: timelineStrings.allTime }
    : {
        range,
        note: timelineStrings.visibleTime(at(range.start), at(range.end))
      };
  dispatch({ type: 'look', change });
}

/** Folds the tree so that so many levels show; all of them when there are no more. */
export function showLevels(
  { state: { trace, active }, dispatch }: CommandContext,
  levels: number
): void {
  const isAll = levels >= levelCount(trace);
  const hidden = (trace.depths[active] ?? 0) - levels;
  dispatch({
    type: 'fold',
    collapsed: isAll ? EXPAND_ALL : collapseBelow(trace, levels),
    active: hidden < 0 ? active : (ancestorsOf(trace, active)[hidden] ?? active)
  });
  const note = isAll
    ? timelineStrings.allLevels
    : timelineStrings.levelsShown(levels);
  dispatch({ type: 'look', change: { note } });
}

function jumpToError(context: CommandContext, isBack: boolean): void {
  const { trace, active } = context.state;
  const rows = errorRows(trace);
  const place = nextPlace(trace, rows, { from: active, isBack });
  jump(context, rows[place], {
    found: timelineStrings.errorAt(place + 1, rows.length),
    none: timelineStrings.noErrors
  });
}

/** To the slowest span; from where the last jump led to the next slowest. */
function jumpToSlowest(context: CommandContext): void {
  const { trace, active, look } = context.state;
  const rows = slowestRows(trace);
  const here = rows.indexOf(active) + 1;
  const isFromJump = look.note === timelineStrings.slowestAt(here, rows.length);
  const place = isFromJump ? here % rows.length : 0;
  jump(context, rows[place], {
    found: timelineStrings.slowestAt(place + 1, rows.length),
    none: timelineStrings.noSlowest
  });
}

function jump(
  { state: { trace }, dispatch }: CommandContext,
  row: number | undefined,
  note: { readonly found: string; readonly none: string }
): void {
  if (row === undefined) {
    dispatch({ type: 'look', change: { note: note.none } });
    return;
  }
  dispatch({ type: 'expand', rows: ancestorsOf(trace, row) });
  dispatch({ type: 'activate', row });
  dispatch({ type: 'look', change: { note: note.found } });
}
