import type { TraceRecord, TraceSearch } from '../../bundle';
import { messageOf, warn } from '../diag';
import { shared } from '../state';

/** What the display needs of a `Trace`. Either copy of the package may have made it. */
export type ShownTrace = {
  readonly traceId: string;
  toRecord(): TraceRecord;
  /** One short line. */
  toString(): string;
};

/** A search without the place in its result. */
export type SearchQuery = Omit<TraceSearch, 'pageToken'>;

/** The notebook display as the rest of the SDK reaches it; all copies of the package share one. */
export type TraceDisplay = {
  /**
   * Shows traces that the program read, while the display is on. `isCapped`: they count as those that the cell made,
   * of which only so many are shown.
   */
  found(traces: readonly ShownTrace[], isCapped: boolean): void;
  /** How the server is asked for more of what was found; of a cell's searches the last counts. */
  searched?(query: SearchQuery, pageToken: string | undefined): void;
  /** Shows traces that the user asked to see, always; false when there is no cell to show them in. */
  show(traces: readonly ShownTrace[]): boolean;
  /** The cell whose code runs now, compared by identity. */
  cell?(): object | undefined;
};

/** What a query gave is shown under its cell; outside a notebook nothing happens. Never throws. */
export function displayFound(
  traces: readonly ShownTrace[],
  { isCapped = false }: { readonly isCapped?: boolean } = {}
): void {
  guarded(() => {
    shared.display?.found(traces, isCapped);
    return true;
  });
}

/**
 * After what a search gave was displayed: `pageToken` asks for what comes next, and is absent when that was all. Never
 * throws.
 */
export function displaySearched(
  query: SearchQuery,
  pageToken: string | undefined
): void {
  guarded(() => {
    shared.display?.searched?.(query, pageToken);
    return true;
  });
}

/** Whether the traces now stand under the cell, as the user asked. Never throws. */
export function displayWanted(traces: readonly ShownTrace[]): boolean {
  return guarded(() => shared.display?.show(traces) ?? false);
}

/** A `Trace` of this or another copy of the package. Never throws. */
export function isShownTrace(value: unknown): value is ShownTrace {
  try {
    return (
      typeof value === 'object' &&
      value !== null &&
      'toRecord' in value &&
      typeof value.toRecord === 'function' &&
      'traceId' in value &&
      typeof value.traceId === 'string'
    );
  } catch {
    return false;
  }
}

/** The traces of a trace, or of a list of nothing else; undefined for any other value, an empty list too. */
export function shownTracesOf(
  value: unknown
): readonly ShownTrace[] | undefined {
  if (isShownTrace(value)) {
    return [value];
  }
  return Array.isArray(value) && value.length > 0 && value.every(isShownTrace)
    ? value
    : undefined;
}

function guarded(work: () => boolean): boolean {
  try {
    return work();
  } catch (error) {
    warn('display-traces', `traces could not be shown: ${messageOf(error)}`);
    return false;
  }
}
