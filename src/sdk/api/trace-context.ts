import { TraceKey } from '../recording/attribute-keys';
import { runInScope } from '../recording/ambient';

/** What holds for every trace that starts within `tracing.context`. */
export type TraceContextOptions = {
  /** Added to the tags of the traces. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Added to their metadata. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** False: nothing is recorded within. Absent: as around it. */
  readonly enabled?: boolean | undefined;
  /** Groups the traces of one conversation. */
  readonly sessionId?: string | undefined;
  /** The end user on whose behalf the traces are made. */
  readonly user?: string | undefined;
};

/**
 * Runs `fn`; every trace that starts within it, also in what it awaits and in code that is not your own, gets the tags,
 * the metadata, the session and the user. Scopes may be nested: their tags and metadata add up, the inner one wins. It
 * makes no span.
 *
 * @returns what `fn` returns.
 * @example
 * await tracing.context({ sessionId: chat.id, user: 'ann' }, () => answer(question));
 * await tracing.context({ enabled: false }, () => answer(question)); // no trace
 */
export function tracingContext<T>(
  { tags, metadata, enabled, sessionId, user }: TraceContextOptions,
  fn: () => T
): T {
  return runInScope(
    {
      tags,
      metadata: {
        ...metadata,
        ...(sessionId !== undefined && { [TraceKey.session]: sessionId }),
        ...(user !== undefined && { [TraceKey.user]: user })
      },
      isEnabled: enabled
    },
    fn
  );
}
