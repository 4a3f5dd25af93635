import type { Microseconds } from '../bundle/types';

/** Which spans a reader wants to see; a span must meet every part that is set. */
export type SpanFilter = {
  /** Span types; none for all. */
  readonly types: readonly string[];
  readonly onlyErrors: boolean;
  /** At least this long; 0 for any. */
  readonly minDuration: Microseconds;
  /** `key` or `key=value`; empty for any. */
  readonly attribute: string;
  /** Only what the search found. */
  readonly onlyHits: boolean;
};

/** Lets every span pass. */
export const NO_FILTER: SpanFilter = {
  types: [],
  onlyErrors: false,
  minDuration: 0,
  attribute: '',
  onlyHits: false
};

/** Whether the filter can hide anything. */
export function isFiltering(filter: SpanFilter): boolean {
  return (
    filter.types.length > 0 ||
    filter.onlyErrors ||
    filter.minDuration > 0 ||
    filter.attribute.trim() !== '' ||
    filter.onlyHits
  );
}
