import type { ViewState } from './view-state';

/** What a reader looks for in one trace. */
export type FindState = {
  /** The panel with the field and the filters is shown. */
  readonly isOpen: boolean;
};

/** What changes it. */
export type FindStep = { readonly kind: 'open' } | { readonly kind: 'close' };

export type FindAction = { readonly type: 'find'; readonly step: FindStep };

/** Nothing is looked for. */
export const NO_FIND: FindState = { isOpen: false };

/** The part of `reduceView` that concerns finding. */
export function reduceFind(state: ViewState, step: FindStep): ViewState {
  switch (step.kind) {
    case 'open':
      return { ...state, find: { ...state.find, isOpen: true } };
    case 'close':
      return { ...state, find: NO_FIND };
  }
}
