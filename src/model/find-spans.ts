import { filterSpans, type KeptRows } from './filter-spans';
import { isNarrower, type SearchPattern } from './search-pattern';
import { searchSpans, type Found } from './search-spans';
import { isFiltering, type SpanFilter } from './span-filter';
import type { Trace } from './types';

/** What a reader asks of a trace: a text, a filter, or both. */
export type Question = {
  readonly trace: Trace;
  readonly pattern: SearchPattern | undefined;
  readonly filter: SpanFilter;
};

/** The answer to it; each part is absent when it was not asked for. */
export type Answer = {
  /** What the search found among the spans that pass the filter. */
  readonly found?: Found;
  readonly kept?: KeptRows;
  /** What the search found in the whole trace: what a narrower search of the same trace can start from. */
  readonly all?: Found;
};

/** Answers in steps, as `searchSpans` does; `before` is the answer to the last question about the same trace. */
export function* findSpans(
  { trace, pattern, filter }: Question,
  before: Answer
): Generator<number, Answer, boolean> {
  const all = pattern && (yield* search(trace, pattern, before.all));
  if (!isFiltering(filter)) {
    return all ? { found: all, all } : {};
  }
  const kept = yield* filterSpans(trace, filter, all);
  return all ? { kept, all, found: amongKept(all, kept) } : { kept };
}

function* search(
  trace: Trace,
  pattern: SearchPattern,
  before: Found | undefined
): Generator<number, Found, boolean> {
  if (before?.pattern.query === pattern.query) {
    return before;
  }
  const isWhole = before?.rowsRead === trace.spans.count;
  return before && isWhole && isNarrower(pattern, before.pattern)
    ? {
        ...(yield* searchSpans(trace, pattern, before.hits)),
        rowsRead: before.rowsRead
      }
    : yield* searchSpans(trace, pattern);
}

function amongKept(found: Found, { ranks }: KeptRows): Found {
  const hits = found.hits.filter(row => ranks[row] === 2);
  return {
    ...found,
    hits,
    isHit: found.isHit.map((hit, row) => (ranks[row] === 2 ? hit : 0))
  };
}
