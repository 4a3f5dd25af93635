import { ancestorsOf, EXPAND_ALL } from '../../layout/collapsed-rows';
import type { Answer } from '../../model/find-spans';
import type { SearchProblem } from '../../model/search-pattern';
import { isFiltering, type SpanFilter } from '../../model/span-filter';
import type { Trace } from '../../model/types';
import type { ViewState } from '../view-state';
import type { FindAction, FindState } from '../view-state-find';

/** What a reader does with an open search. */
export type FindStep =
  | { readonly kind: 'query'; readonly query: string }
  | { readonly kind: 'filter'; readonly filter: Partial<SpanFilter> }
  | {
      readonly kind: 'answer';
      readonly answer: Answer;
      readonly problem: SearchProblem | undefined;
    }
  | { readonly kind: 'next' }
  | { readonly kind: 'previous' };

/** The action that takes the step. */
export function findAction(step: FindStep): FindAction {
  return { type: 'find', change: state => afterStep(state, step) };
}

function afterStep(state: ViewState, step: FindStep): ViewState {
  const { find } = state;
  switch (step.kind) {
    case 'query':
      return withFind(state, { query: step.query, current: -1 });
    case 'filter': {
      const filter = { ...find.filter, ...step.filter };
      return withFind(unfold(state, { filter }), { filter });
    }
    case 'answer':
      return reveal(
        withFind(state, { answer: step.answer, problem: step.problem }),
        hitFrom(step.answer, state, find.current === -1 ? 0 : undefined)
      );
    case 'next':
      return goTo(state, hitFrom(find.answer, state, 1));
    case 'previous':
      return goTo(state, hitFrom(find.answer, state, -1));
  }
}

function withFind(state: ViewState, change: Partial<FindState>): ViewState {
  return { ...state, find: { ...state.find, ...change } };
}

/** A filter shows all that passes it, folded or not; once it is gone, what was folded is folded again. */
function unfold(
  state: ViewState,
  { filter }: Pick<FindState, 'filter'>
): ViewState {
  const { collapsed, find } = state;
  if (isFiltering(filter) === isFiltering(find.filter)) {
    return state;
  }
  return isFiltering(filter)
    ? { ...withFind(state, { foldedBefore: collapsed }), collapsed: EXPAND_ALL }
    : {
        ...withFind(state, { foldedBefore: undefined }),
        collapsed: find.foldedBefore ?? collapsed
      };
}

/** The hit after or before the one stepped to last, around the end; with 0 the nearest from the active row on. */
function hitFrom(
  { found }: Answer,
  { trace, active, find }: ViewState,
  by: 1 | -1 | 0 | undefined
): number {
  const hits = found?.hits ?? new Int32Array();
  if (by === undefined || hits.length === 0) {
    return by === undefined && found?.isHit[find.current] === 1
      ? find.current
      : -1;
  }
  const from = find.current === -1 ? active : find.current;
  const here = placeAmong(hits, trace, trace.positions[from] ?? 0);
  const isOnHit = hits[here] === from;
  const place =
    by === 1 && (!isOnHit || find.current === -1) ? here : here + by;
  return hits[(place + hits.length) % hits.length] ?? -1;
}

/** Place of the first hit at or after a position in the order of the trace; their number when there is none. */
export function placeAmong(
  hits: Int32Array,
  { positions }: Pick<Trace, 'positions'>,
  position: number
): number {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[hits[middle] ?? 0] ?? 0) < position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Opens all that hides a hit and makes it the row of the tab stop; the details stay as they are. */
function reveal(state: ViewState, row: number): ViewState {
  const { trace, collapsed, find } = state;
  if (row === -1 || row === find.current) {
    return row === find.current ? state : withFind(state, { current: row });
  }
  const hiding = ancestorsOf(trace, row).filter(above => collapsed.has(above));
  const open = new Set(collapsed);
  hiding.forEach(above => open.delete(above));
  return {
    ...withFind(state, { current: row }),
    collapsed: hiding.length > 0 ? open : collapsed,
    active: row
  };
}

/** As `reveal`, and open details follow. */
function goTo(state: ViewState, row: number): ViewState {
  const revealed = reveal(state, row);
  return row === -1 || state.selected === -1
    ? revealed
    : { ...revealed, active: row, selected: row };
}
