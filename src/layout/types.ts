import type { Microseconds } from '../bundle/types';

/** A fraction of the visible time range, 0 its start and 1 its end. */
export type UnitInterval = number;

/** CSS pixels. */
export type CssPixels = number;

/** What the user folded away: rows of the span table whose descendants are hidden. */
export type CollapsedRows = ReadonlySet<number>;

/** The rows that are visible, top to bottom; entries are rows of the span table. */
export type VisibleRows = {
  readonly rows: Int32Array;
  readonly count: number;
};

/** One row, complete for drawing: made only for rows inside the window. */
export type TimelineRow = {
  readonly row: number;
  /** Position among the visible rows, 0-based. */
  readonly index: number;
  readonly spanId: string;
  readonly name: string;
  readonly spanType: string;
  /** 0 for a root. */
  readonly depth: number;
  readonly hasChildren: boolean;
  readonly isExpanded: boolean;
  readonly positionInSet: number;
  readonly setSize: number;
  readonly isError: boolean;
  readonly isRunning: boolean;
  readonly start: Microseconds;
  /** NaN when neither start nor end is known. */
  readonly duration: Microseconds;
  readonly selfTime: Microseconds;
  /** `null` when the span lies outside the visible range, or its time is not known. */
  readonly bar: Bar | null;
};

/** A part of the trace's time. */
export type TimeRange = {
  readonly start: Microseconds;
  readonly end: Microseconds;
};

/** What is shown of a trace, and where in it. */
export type TimelineView = {
  readonly visible: VisibleRows;
  readonly window: RowWindow;
  readonly range: TimeRange;
  readonly collapsed: CollapsedRows;
};

/** Left edge and width of a bar in the visible range, clamped to it; a width of 0 is for the style to widen. */
export type Bar = { readonly left: UnitInterval; readonly width: UnitInterval };

/** A mark of the time axis. */
export type Tick = { readonly at: UnitInterval; readonly label: string };

/** The rows that a scroll position shows: `first` inclusive, `last` exclusive. */
export type RowWindow = {
  readonly first: number;
  readonly last: number;
  /** Where the top of the row `first` stands in the scrolled content. */
  readonly offset: CssPixels;
};

/** What a key does to the focus and to what is folded; indexes count visible rows. */
export type FocusMove =
  | { readonly kind: 'focus'; readonly index: number }
  | { readonly kind: 'expand'; readonly rows: readonly number[] }
  | { readonly kind: 'collapse'; readonly rows: readonly number[] };
