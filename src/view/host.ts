import type { DisplayMode } from '../bundle/types';

/** What a host may offer to the view; each part is optional, and the view is whole without any of it. */
export type ViewHost = {
  /** How a trace is first shown; the bundle's own wish counts when the host has none. */
  readonly display?: DisplayMode;
  /** Text for the error card that only the host knows, such as how to upgrade the extension. */
  readonly advice?: (code: string) => string | undefined;
  /** Remembers what the user opened across a redraw of the same output. */
  readonly state?: ViewStateStore;
  /** Puts the whole output away; the host then leaves something that brings it back. */
  readonly hide?: () => void;
};

/** Keeps small JSON values by key for as long as the host sees fit; never in the notebook file. */
export type ViewStateStore = {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
};

/** A mounted view. */
export type MountedView = {
  /** Draws other data (or the same, grown) in place: scroll, selection and what was opened stay. */
  update(data: unknown, host?: ViewHost): void;
  /** Removes the view and every listener, observer and timer that it made. */
  dispose(): void;
};
