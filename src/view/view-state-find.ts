import type { CollapsedRows } from '../layout/types';
import type { Answer } from '../model/find-spans';
import type { SearchProblem } from '../model/search-pattern';
import { NO_FILTER, type SpanFilter } from '../model/span-filter';
import type { ViewState } from './view-state';

/** What a reader looks for in one trace, and what was found. */
export type FindState = {
  /** The panel with the field and the filters is shown. */
  readonly isOpen: boolean;
  /** Goes up with each wish to type: the field takes the focus. */
  readonly calls: number;
  readonly query: string;
  readonly filter: SpanFilter;
  readonly answer: Answer;
  /** Why the query cannot be looked for. */
  readonly problem: SearchProblem | undefined;
  /** The hit that was stepped to last; -1 for none. */
  readonly current: number;
  /** What was folded before a filter opened all. */
  readonly foldedBefore: CollapsedRows | undefined;
};

/** What changes it: the steps of a search come with the panel (`find/find-steps.ts`). */
export type FindAction = {
  readonly type: 'find';
  readonly change: (state: ViewState) => ViewState;
};

/** Nothing is looked for. */
export const NO_FIND: FindState = {
  isOpen: false,
  calls: 0,
  query: '',
  filter: NO_FILTER,
  answer: {},
  problem: undefined,
  current: -1,
  foldedBefore: undefined
};

/** Shows the panel, and gives its field the focus. */
export function openFind(state: ViewState): ViewState {
  const { find } = state;
  return { ...state, find: { ...find, isOpen: true, calls: find.calls + 1 } };
}

/** Forgets the search; what a filter had opened is folded again. */
export function closeFind(state: ViewState): ViewState {
  const collapsed = state.find.foldedBefore ?? state.collapsed;
  return { ...state, collapsed, find: NO_FIND };
}

/** How a row is marked: a hit, the hit stepped to last, or only kept for the spans below it. */
export type FindMark = 'hit' | 'current' | 'kept';

export function markOf(
  { answer: { found, kept }, current }: FindState,
  row: number
): FindMark | undefined {
  if (found?.isHit[row] === 1) {
    return row === current ? 'current' : 'hit';
  }
  return kept?.ranks[row] === 1 ? 'kept' : undefined;
}
