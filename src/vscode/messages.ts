import type { DisplayMode } from '../bundle/types';

/** How every output is to be shown; `off` leaves a line that brings it back. */
export type Shown = DisplayMode | 'off';

/** What VS Code's settings say to the renderer. */
export type Settings = {
  /** Undefined: as each bundle wishes. */
  readonly display: Shown | undefined;
  /** MLflow's address for the reader's browser, ending in a slash and without credentials; undefined: none is known. */
  readonly trackingUri: string | undefined;
};

/** From the renderer to the extension. */
export type Request =
  /** Asks for the settings. */
  | { readonly type: 'ready' }
  /** Asks where to save a file, and does. */
  | {
      readonly type: 'save';
      readonly name: string;
      readonly bytes: Uint8Array;
    };

/** From the extension to the renderers. */
export type Notice = { readonly type: 'settings' } & Settings;
