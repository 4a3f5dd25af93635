import { StatusCode } from '../bundle/types';
import { hasAttribute, readAttributeFilter } from './filter-attribute';
import type { Found } from './search-spans';
import type { SpanFilter } from './span-filter';
import type { Trace } from './types';

/** What a filter leaves of a trace. */
export type KeptRows = {
  /** By row: 2 for a span that passes, 1 for an ancestor of one, 0 for what is hidden. */
  readonly ranks: Uint8Array;
  /** Spans that pass. */
  readonly count: number;
};

/** A span type with the number of its spans. */
export type TypeCount = { readonly type: string; readonly count: number };

/** Rows looked at between two pauses where attributes are read: about 1 ms. */
const STEP_ROWS = 500;

/**
 * The spans that pass, and their ancestors, in steps: yields the number of rows looked at, so that a caller can pause;
 * sent `true`, it leaves the rest out. `found` is what `onlyHits` asks for.
 */
export function* filterSpans(
  trace: Trace,
  filter: SpanFilter,
  found: Found | undefined
): Generator<number, KeptRows, boolean> {
  const ranks = new Uint8Array(trace.spans.count);
  const attribute = readAttributeFilter(filter.attribute);
  let count = 0;
  for (const [at, row] of trace.order.entries()) {
    const passes =
      passesCheaply(trace, row, filter) &&
      (!filter.onlyHits || found?.isHit[row] === 1) &&
      (!attribute || hasAttribute(trace.spans, row, attribute));
    if (passes) {
      ranks[row] = 2;
      count++;
    }
    if (attribute && at % STEP_ROWS === 0 && (yield at)) {
      break;
    }
  }
  keepAncestors(trace, ranks);
  return { ranks, count };
}

/** The types of the spans, the most frequent first. O(n). */
export function typeCounts({ spans }: Trace): readonly TypeCount[] {
  const counts = new Map<string, number>();
  for (const type of spans.types) {
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts]
    .map(([type, count]) => ({ type, count }))
    .sort((a, b) => b.count - a.count);
}

function passesCheaply(
  { spans, starts, ends }: Trace,
  row: number,
  { types, onlyErrors, minDuration }: SpanFilter
): boolean {
  return (
    (types.length === 0 || types.includes(spans.types[row] ?? '')) &&
    (!onlyErrors || spans.statuses[row] === StatusCode.error) &&
    (minDuration === 0 ||
      (ends[row] ?? NaN) - (starts[row] ?? NaN) >= minDuration)
  );
}

/** Backwards through the pre-order, each span has passed its rank on before its parent is looked at. */
function keepAncestors({ order, parents }: Trace, ranks: Uint8Array): void {
  for (let position = order.length - 1; position >= 0; position--) {
    const row = order[position] ?? 0;
    const parent = parents[row] ?? -1;
    if (parent >= 0 && ranks[row] !== 0) {
      ranks[parent] = Math.max(ranks[parent] ?? 0, 1);
    }
  }
}
