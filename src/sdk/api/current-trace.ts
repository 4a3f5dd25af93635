import { warn } from '../diag';
import { jsonTextOf } from '../values/json-text';
import { activeSpan } from '../recording/active-span';
import type { LiveSpan } from '../recording/live-span';
import {
  isRecordingSpan,
  type RecordingSpan
} from '../recording/recording-span';
import { TraceKey } from '../recording/attribute-keys';
import { setTexts } from '../recording/texts';
import { shared } from '../state';

/** What `updateCurrentTrace` changes; an absent field is left alone. */
export type TraceUpdate = {
  /** Added to the trace's tags; may be changed later, also in MLflow's UI. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Added to the trace's metadata, which is fixed once the trace is stored. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Groups the traces of one conversation. */
  readonly sessionId?: string | undefined;
  /** The end user on whose behalf the trace was made. */
  readonly user?: string | undefined;
  readonly modelId?: string | undefined;
  readonly clientRequestId?: string | undefined;
  /** Shown in lists of traces instead of the root's inputs; at most 1,000 characters are kept. */
  readonly requestPreview?: string | undefined;
  readonly responsePreview?: string | undefined;
  /** The state of the trace whatever the status of its root span. */
  readonly state?: 'OK' | 'ERROR' | undefined;
};

/**
 * The innermost span that runs now; `null` outside of any, and for spans of `startSpan`.
 * @example
 * ```ts
 * const search = trace((query: string) => {
 *   getCurrentActiveSpan()?.setAttribute('index', 'en');
 *   return query.length;
 * });
 * search('tracing'); // → 7
 * ```
 */
export function getCurrentActiveSpan(): LiveSpan | null {
  const span = activeSpan();
  return isRecordingSpan(span) ? span : null;
}

/**
 * The id of the trace that runs now; `null` outside of any.
 * @example
 * ```ts
 * withSpan(span => span.traceId === getActiveTraceId()); // → true
 * getActiveTraceId(); // → null
 * ```
 */
export function getActiveTraceId(): string | null {
  return getCurrentActiveSpan()?.traceId ?? null;
}

/** How far `getLastActiveTraceId` looks. */
export type LastTraceOptions = {
  /**
   * True: only at traces that started in the same scope of `tracing.context` or `withRun`, or outside of any when there is
   * none around the call. For a server that answers several requests at once: each in a `tracing.context` of its own.
   */
  readonly contextLocal?: boolean | undefined;
};

/**
 * The id of the trace whose root span ended last, in this process; `null` when there is none. Known before the trace is stored.
 * @example
 * ```ts
 * const id = withSpan(span => span.traceId);
 * getLastActiveTraceId() === id; // → true
 * ```
 */
export function getLastActiveTraceId({
  contextLocal = false
}: LastTraceOptions = {}): string | null {
  if (!contextLocal) {
    return shared.lastTraceId ?? null;
  }
  const scope = shared.ambient.getStore();
  return (
    (scope === undefined ? shared.lastUnscopedTraceId : scope.lastTraceId) ??
    null
  );
}

/**
 * Says something of the trace that runs now, sent with it when it ends. Without an active span it is the trace of the
 * spans made by `startSpan` that are open, when they belong to one trace; with none, a diagnostic and nothing else.
 *
 * Texts are wanted: other tag and metadata values are turned into text, with a diagnostic.
 * @throws TypeError when a preview is no text, or `state` is neither OK nor ERROR.
 * @example
 * ```ts
 * const reply = trace(async (text: string) => {
 *   updateCurrentTrace({ tags: { stage: 'draft' }, sessionId: chat.id });
 *   return ask(text);
 * });
 * await reply(question);
 * ```
 */
export function updateCurrentTrace(update: TraceUpdate): void {
  checkPreview('requestPreview', update.requestPreview);
  checkPreview('responsePreview', update.responsePreview);
  checkState(update.state);
  const span = currentSpan();
  if (span === undefined) {
    warn(
      'no active trace',
      'updateCurrentTrace: no span is active, nothing is updated'
    );
    return;
  }
  apply(update, span);
}

function currentSpan(): RecordingSpan | undefined {
  const active = activeSpan();
  if (active !== undefined) {
    return isRecordingSpan(active) ? active : undefined;
  }
  const open = [...shared.detachedSpans].filter(isRecordingSpan);
  const [first] = open;
  return open.every(({ traceId }) => traceId === first?.traceId)
    ? first
    : undefined;
}

function apply(update: TraceUpdate, { recorder }: RecordingSpan): void {
  const { details } = recorder;
  setTexts(details.tags, 'tags', update.tags);
  setTexts(details.metadata, 'metadata', {
    ...update.metadata,
    ...(update.sessionId !== undefined && {
      [TraceKey.session]: update.sessionId
    }),
    ...(update.user !== undefined && { [TraceKey.user]: update.user }),
    ...(update.modelId !== undefined && { [TraceKey.model]: update.modelId })
  });
  details.clientRequestId = update.clientRequestId ?? details.clientRequestId;
  details.requestPreview = update.requestPreview || details.requestPreview;
  details.responsePreview = update.responsePreview || details.responsePreview;
  details.state = update.state ?? details.state;
  recorder.detailsChanged();
}

function checkPreview(field: string, preview: unknown): void {
  if (preview !== undefined && typeof preview !== 'string') {
    throw new TypeError(
      `updateCurrentTrace: ${field} is ${typeof preview}, expected a string`
    );
  }
}

function checkState(state: unknown): void {
  if (state !== undefined && state !== 'OK' && state !== 'ERROR') {
    throw new TypeError(
      `updateCurrentTrace: state is ${jsonTextOf(state)}, expected "OK" or "ERROR"`
    );
  }
}
