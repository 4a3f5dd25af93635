import type { AttachmentRef } from '../bundle/attachment-ref';
import type {
  DisplayMode,
  JsonText,
  TraceInfo,
  TraceRecord,
  TraceSearch
} from '../bundle/types';
import type { ReaderLanguage } from './strings/language';

/** What a host may offer to the view; each part is optional, and the view is whole without any of it. */
export type ViewHost = ReaderLanguage & {
  /** How a trace is first shown; the bundle's own wish counts when the host has none. */
  readonly display?: DisplayMode;
  /** Text for the error card that only the host knows, such as how to upgrade the extension. */
  readonly advice?: (code: string) => string | undefined;
  /** Remembers what the user opened across a redraw of the same output. */
  readonly state?: ViewStateStore;
  /** Remembers what the reader chose for all traces, from one session to the next; `state` serves where there is none. */
  readonly choices?: ViewStateStore;
  /** Puts the whole output away; the host then leaves something that brings it back. */
  readonly hide?: () => void;
  /** Address of a trace in MLflow's own pages, for the reader's browser; `undefined` when there is none. */
  readonly traceLink?: (trace: TraceAddress) => string | undefined;
  /** Saves a file for the reader; the browser's own download serves where the host has nothing better. */
  readonly save?: (name: string, content: Blob) => Promise<void> | void;
  /** MLflow's own pages, from the tracking server behind the host. */
  readonly mlflow?: MlflowPages;
  /** The tracking server behind the host; without it the view shows what the bundle holds, and nothing can be edited. */
  readonly server?: TraceServer;
};

/**
 * The tracking server as the view asks it, each time because the reader clicked. Every method rejects with an Error
 * whose message tells the reader in plain words why it did not work.
 */
export type TraceServer = {
  /** The trace as it is stored now, with all its spans and payloads. */
  getTrace(traceId: string, options?: FetchOptions): Promise<TraceRecord>;
  /** The bytes of a file that is stored beside a trace. */
  getAttachment(
    attachment: AttachmentRef,
    options?: FetchOptions
  ): Promise<Blob>;
  /** Tags, assessments and the like as they are stored now, without spans. */
  getInfo(traceId: string): Promise<TraceInfo>;
  /** The same of many traces, in the order of the ids; those that the server does not know are left out. */
  getInfos(traceIds: readonly string[]): Promise<readonly TraceInfo[]>;
  /** At most `count` traces that follow on what was read, without spans. */
  nextPage(search: TraceSearch, count: number): Promise<TracePage>;
  setTag(traceId: string, key: string, value: string): Promise<void>;
  deleteTag(traceId: string, key: string): Promise<void>;
  /** Stores a new feedback of the reader's and gives it as it is stored: JSON of MLflow's `Assessment`. */
  logFeedback(traceId: string, feedback: NewFeedback): Promise<JsonText>;
  /** The assessment as it is stored then. */
  updateFeedback(
    traceId: string,
    assessmentId: string,
    change: FeedbackChange
  ): Promise<JsonText>;
  deleteAssessment(traceId: string, assessmentId: string): Promise<void>;
};

export type FetchOptions = {
  readonly signal?: AbortSignal;
  /** Told how much has come so far. */
  readonly onProgress?: (bytes: number) => void;
};

/** `pageToken` is absent on the last page. */
export type TracePage = {
  readonly infos: readonly TraceInfo[];
  readonly pageToken?: string;
};

export type FeedbackValue = boolean | number | string;

export type FeedbackChange = {
  readonly value: FeedbackValue;
  /** Empty for none. */
  readonly rationale: string;
};

export type NewFeedback = FeedbackChange & {
  readonly name: string;
  /** The span that is judged; absent for the trace as a whole. */
  readonly spanId?: string;
  /** Id of the feedback that is no longer valid because of this one. */
  readonly overrides?: string;
};

/** What finds a trace on a server. */
export type TraceAddress = {
  readonly traceId: string;
  readonly experimentId?: string;
};

/** MLflow's own pages of stored traces, for sandboxed frames. */
export type MlflowPages = {
  /** Whether traces open in MLflow's own view. */
  readonly isFirst: boolean;
  /** MLflow's view of a trace for notebooks. Rejects with an Error whose message tells the reader why there is none. */
  page(trace: TraceAddress): Promise<MlflowPage>;
  /** Opens the trace in MLflow's full UI, where there is room for it. */
  open(trace: TraceAddress): void;
};

export type MlflowPage = {
  readonly address: string;
  /** MLflow's. */
  readonly version: string;
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
