import type { CollapsedRows, TimeRange } from '../layout/types';
import type { ViewState } from './view-state';

/** How a reader looks at one trace. */
export type Look = {
  /** The part of the trace's time that the bars show; all of it while it is undefined. */
  readonly range: TimeRange | undefined;
  /** The critical path stands out from the other spans. */
  readonly hasPath: boolean;
  readonly hasOverview: boolean;
  readonly hasGraph: boolean;
  readonly hasIcicle: boolean;
  readonly hasHelp: boolean;
  /** What the last command did, for screen readers. */
  readonly note: string;
};

export type LookAction =
  | { readonly type: 'look'; readonly change: Partial<Look> }
  /** Folds exactly these; `active` is a row that is visible then. */
  | {
      readonly type: 'fold';
      readonly collapsed: CollapsedRows;
      readonly active: number;
    };

/** All of the time, and nothing beside the rows. */
export const PLAIN_LOOK: Look = {
  range: undefined,
  hasPath: false,
  hasOverview: false,
  hasGraph: false,
  hasIcicle: false,
  hasHelp: false,
  note: ''
};

/** The part of `reduceView` that concerns how a trace is looked at. */
export function reduceLook(state: ViewState, action: LookAction): ViewState {
  if (action.type === 'fold') {
    const { collapsed, active } = action;
    return { ...state, collapsed, active };
  }
  return { ...state, look: { ...state.look, ...action.change } };
}
