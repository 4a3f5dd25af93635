import type { DisplayMode, TraceSearch } from '../bundle/types';
import type { FeedbackChange, NewFeedback } from '../view/host';

/*
 * All that the renderer (in the webview, beside the outputs of anybody's code) and the extension (with the reader's
 * credentials) say to each other. Both sides check what comes: `request-in.ts` and `notice.ts`. Members are what JSON
 * can hold, as VS Code sends no more between the two; bytes are base64.
 */

/** How every output is to be shown; `off` leaves a line that brings it back. */
export type Shown = DisplayMode | 'off';

/** What VS Code's settings say to the renderer. */
export type Settings = {
  /** Undefined: as each bundle wishes. */
  readonly display: Shown | undefined;
  /** MLflow's address for the reader's browser, ending in a slash and without credentials; undefined: none is known. */
  readonly trackingUri: string | undefined;
};

type OfTrace<Method extends string> = {
  readonly method: Method;
  readonly traceId: string;
};

/** A question to the tracking server: a method of the view's `TraceServer`, and nothing else that MLflow can do. */
export type Call =
  | OfTrace<'getTrace'>
  | OfTrace<'getInfo'>
  | (OfTrace<'getAttachment'> & { readonly attachmentId: string })
  | { readonly method: 'getInfos'; readonly traceIds: readonly string[] }
  | {
      readonly method: 'nextPage';
      readonly search: TraceSearch;
      readonly count: number;
    }
  | (OfTrace<'setTag'> & { readonly key: string; readonly value: string })
  | (OfTrace<'deleteTag'> & { readonly key: string })
  | (OfTrace<'logFeedback'> & { readonly feedback: NewFeedback })
  | (OfTrace<'updateFeedback'> & {
      readonly assessmentId: string;
      readonly change: FeedbackChange;
    })
  | (OfTrace<'deleteAssessment'> & { readonly assessmentId: string });

/** A call that waits for its answer. */
export type Ask = {
  readonly type: 'ask';
  /** Of this call, among all of this notebook. */
  readonly id: string;
  readonly call: Call;
  /** The server that the output itself names. It is told to the reader, and never asked. */
  readonly named?: string;
};

/** From the renderer to the extension. */
export type Request =
  | Ask
  /** Asks for the settings. */
  | { readonly type: 'ready' }
  /** Asks where to save a file, and does. */
  | { readonly type: 'save'; readonly name: string; readonly base64: string }
  /** Nobody waits for the answer any more. */
  | { readonly type: 'cancel'; readonly id: string };

/** What became of a call. `text`: a serialised bundle, the base64 of a file, or the JSON of an assessment. */
export type Answer = {
  readonly text: string;
  /** Of a page that is not the last. */
  readonly pageToken?: string;
};

/** From the extension to the renderers. */
export type Notice =
  | ({ readonly type: 'settings' } & Settings)
  /** The call arrived, and so much has come of its answer. */
  | { readonly type: 'progress'; readonly id: string; readonly bytes: number }
  | ({ readonly type: 'answer'; readonly id: string } & Answer)
  /** In plain words for the reader. */
  | { readonly type: 'refusal'; readonly id: string; readonly why: string };
