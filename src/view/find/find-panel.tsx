import '../../../style/find.css';
import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from '../icons';
import { strings } from '../strings/first-picture';
import { findStrings } from '../strings/find';
import { closeFind, type FindState } from '../view-state-find';
import type { ViewAction, ViewState } from '../view-state';
import { Filters } from './filters';
import { findAction, placeAmong, type FindStep } from './find-steps';
import { highlight } from './highlight';
import { useAnswer } from './use-answer';

/** A longer text finds nothing that its beginning does not. */
const MAX_QUERY = 10_000;

export type FindPanelProps = {
  readonly state: ViewState;
  readonly dispatch: (action: ViewAction) => void;
  /** Gives the focus to the timeline. */
  readonly onLeave: () => void;
};

/**
 * Find and filter in one trace.
 *
 *     div.sb-find[role=search]
 *       div.sb-find-line          field, count, previous, next, close
 *       div.sb-filters[role=group]
 */
export function FindPanel({ state, dispatch, onLeave }: FindPanelProps): VNode {
  const { trace, find } = state;
  const step = (next: FindStep): void => dispatch(findAction(next));
  const panel = useRef<HTMLDivElement>(null);
  useAnswer(trace, find, step);
  useHighlight(panel, find);
  const close = (): void => {
    dispatch({ type: 'find', change: closeFind });
    onLeave();
  };
  return (
    <div
      class="sb-find"
      role="search"
      aria-label={strings.find}
      ref={panel}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.preventDefault();
          if (find.query === '') {
            close();
          } else {
            step({ kind: 'query', query: '' });
          }
        }
        // Letters and arrows typed here are neither the timeline's nor the host's.
        event.stopPropagation();
      }}
    >
      <div class="sb-find-line">
        <Field find={find} step={step} onLeave={onLeave} />
        <Count state={state} />
        <IconButton
          label={findStrings.previous}
          icon="up"
          onClick={() => step({ kind: 'previous' })}
        />
        <IconButton
          label={findStrings.next}
          icon="down"
          onClick={() => step({ kind: 'next' })}
        />
        <IconButton label={findStrings.close} icon="close" onClick={close} />
      </div>
      <Filters
        trace={trace}
        find={find}
        onFilter={filter => step({ kind: 'filter', filter })}
      />
    </div>
  );
}

function Field({
  find: { query, calls, problem },
  step,
  onLeave
}: {
  find: FindState;
  step: (step: FindStep) => void;
  onLeave: () => void;
}): VNode {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [calls]);
  return (
    <input
      ref={field}
      class="sb-field"
      type="text"
      dir="auto"
      aria-label={findStrings.field}
      aria-invalid={problem !== undefined}
      placeholder={findStrings.hint}
      maxLength={MAX_QUERY}
      spellcheck={false}
      autocomplete="off"
      value={query}
      onInput={event =>
        step({ kind: 'query', query: event.currentTarget.value })
      }
      onKeyDown={event => {
        if (event.key === 'Enter') {
          event.preventDefault();
          step({ kind: event.shiftKey ? 'previous' : 'next' });
        } else if (event.key === 'ArrowDown') {
          event.preventDefault();
          onLeave();
        }
      }}
    />
  );
}

/** Said aloud when it changes; a problem with the query stands in its place. */
function Count({ state }: { state: ViewState }): VNode {
  const { problem } = state.find;
  return (
    <span
      class="sb-find-count"
      role="status"
      data-problem={problem ? '' : undefined}
    >
      {countOf(state)}
    </span>
  );
}

function countOf({ trace, find }: ViewState): string {
  const { answer, problem, query, current } = find;
  if (problem) {
    return problem.kind === 'invalid'
      ? findStrings.badExpression(problem.message)
      : findStrings.slowExpression;
  }
  if (query === '' || !answer.found) {
    return '';
  }
  const { hits, rowsRead } = answer.found;
  const place = placeAmong(hits, trace, trace.positions[current] ?? 0) + 1;
  return [
    hits.length === 0
      ? findStrings.noHit
      : findStrings.hitOf(place, hits.length),
    rowsRead < trace.spans.count
      ? findStrings.onlyRead(rowsRead, trace.spans.count)
      : ''
  ]
    .filter(Boolean)
    .join(', ');
}

function useHighlight(
  panel: RefObject<HTMLElement | null>,
  { answer: { found } }: FindState
): void {
  const pattern = found?.pattern;
  useEffect(() => {
    const trace = panel.current?.closest('.sb-trace');
    return trace && pattern ? highlight(trace, pattern) : undefined;
  }, [pattern]);
}
