import { useEffect, useRef } from 'preact/hooks';
import { findSpans, type Answer } from '../../model/find-spans';
import { searchPattern } from '../../model/search-pattern';
import { isFiltering } from '../../model/span-filter';
import type { Trace } from '../../model/types';
import type { FindState } from '../view-state-find';
import type { FindStep } from './find-steps';
import { runInSlices } from './run-in-slices';

type Last = { readonly of: Trace; readonly answer: Answer };

/** Looks again whenever the trace, the query or the filter is another; a look that is overtaken is given up. */
export function useAnswer(
  trace: Trace,
  { query, filter }: Pick<FindState, 'query' | 'filter'>,
  step: (step: FindStep) => void
): void {
  const last = useRef<Last>({ of: trace, answer: {} });
  useEffect(() => {
    const read = query === '' ? undefined : searchPattern(query);
    const problem = read && 'kind' in read ? read : undefined;
    const pattern = read && 'kind' in read ? undefined : read;
    if (!pattern && !isFiltering(filter)) {
      step({ kind: 'answer', answer: {}, problem });
      return undefined;
    }
    const before = last.current.of === trace ? last.current.answer : {};
    const steps = findSpans({ trace, pattern, filter }, before);
    return runInSlices(steps, answer => {
      last.current = { of: trace, answer };
      step({ kind: 'answer', answer, problem });
    });
    // `step` only dispatches: another function of it asks nothing else.
  }, [trace, query, filter]);
}
