import { expand, EXPAND_ALL } from '../layout/collapsed-rows';
import type { CollapsedRows, CssPixels } from '../layout/types';
import type { Trace } from '../model/types';
import { NO_FIND, type FindAction, type FindState } from './view-state-find';
import {
  PLAIN_LOOK,
  reduceLook,
  type Look,
  type LookAction
} from './view-state-look';

/** No row: nothing is selected, or the trace has no spans. */
export const NO_ROW = -1;

/** What a reader did to one trace. Rows are rows of the span table of `trace`. */
export type ViewState = {
  readonly trace: Trace;
  readonly isOpen: boolean;
  readonly collapsed: CollapsedRows;
  /** The row that holds the tab stop of the timeline. */
  readonly active: number;
  /** The row whose details are shown. */
  readonly selected: number;
  /** Height of the rows once the reader dragged it; else they take what they need, up to a limit. */
  readonly height: CssPixels | undefined;
  readonly find: FindState;
  readonly look: Look;
};

export type ViewAction =
  | FindAction
  | LookAction
  | { readonly type: 'open'; readonly isOpen: boolean }
  | { readonly type: 'expand'; readonly rows: readonly number[] }
  | { readonly type: 'activate'; readonly row: number }
  | { readonly type: 'select'; readonly row: number }
  | { readonly type: 'close-details' }
  | { readonly type: 'resize'; readonly height: CssPixels }
  | { readonly type: 'update'; readonly trace: Trace };

/** A trace that nobody has touched. */
export function initialView(trace: Trace, isOpen: boolean): ViewState {
  return {
    trace,
    isOpen,
    collapsed: EXPAND_ALL,
    active: trace.order[0] ?? NO_ROW,
    selected: NO_ROW,
    height: undefined,
    find: NO_FIND,
    look: PLAIN_LOOK
  };
}

/** The state after an action; the same object when nothing changed. */
export function reduceView(state: ViewState, action: ViewAction): ViewState {
  switch (action.type) {
    case 'open':
      return { ...state, isOpen: action.isOpen };
    case 'expand':
      return { ...state, collapsed: expand(state.collapsed, action.rows) };
    case 'activate':
      return activate(state, action.row);
    case 'select':
      return { ...state, active: action.row, selected: action.row };
    case 'close-details':
      return { ...state, selected: NO_ROW };
    case 'resize':
      return { ...state, height: action.height };
    case 'update':
      return withTrace(state, action.trace);
    case 'look':
    case 'fold':
      return reduceLook(state, action);
    case 'find':
      return action.change(state);
    default:
      return assertNever(action);
  }
}

/** With the details open, they follow the row that has the focus. */
function activate(state: ViewState, row: number): ViewState {
  if (row === state.active) {
    return state;
  }
  const selected = state.selected === NO_ROW ? NO_ROW : row;
  return { ...state, active: row, selected };
}

/**
 * The state moved to another version of its trace: a trace that grew may list its spans in another order, so rows are
 * found again by span id; what is gone is dropped.
 */
export function withTrace(state: ViewState, trace: Trace): ViewState {
  if (state.trace === trace) {
    return state;
  }
  const rowOf = rowFinder(state.trace, trace);
  const collapsed = [...state.collapsed].map(rowOf).filter(isRow);
  const active = rowOf(state.active);
  return {
    ...state,
    trace,
    collapsed: new Set(collapsed),
    active: isRow(active) ? active : (trace.order[0] ?? NO_ROW),
    selected: rowOf(state.selected)
  };
}

function rowFinder(from: Trace, to: Trace): (row: number) => number {
  let rows: Map<string, number> | undefined;
  return row => {
    const id = from.spans.ids[row];
    if (id === undefined) {
      return NO_ROW;
    }
    if (to.spans.ids[row] === id) {
      return row; // a trace that grew at its end, the usual case
    }
    rows ??= new Map(to.spans.ids.map((spanId, at) => [spanId, at]));
    return rows.get(id) ?? NO_ROW;
  };
}

function isRow(row: number): boolean {
  return row !== NO_ROW;
}

function assertNever(action: never): never {
  throw new Error(`reduceView: unknown action ${JSON.stringify(action)}`);
}
