import type { ComponentChildren } from 'preact';
import type { TimelineRow } from '../../layout/types';

/** What is added to rows and axis by code that is fetched after the first picture. */
export type RowDecor = {
  /** Drawn after the name. */
  readonly name: (row: TimelineRow) => ComponentChildren;
  /** Drawn over the bar, in the time axis of a row. */
  readonly track: (row: TimelineRow) => ComponentChildren;
  /** Added to what a screen reader says of the row. */
  readonly words: (row: TimelineRow) => readonly string[];
  /** The row steps back behind others. */
  readonly isDim: (row: TimelineRow) => boolean;
  /** Drawn over the time axis. */
  readonly axis: ComponentChildren;
};
