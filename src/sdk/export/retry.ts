import type { RetrySettings } from '../config/http-settings';
import { HttpError } from './http-client';
import type { Waiting } from './waiting';

/** Statuses after which MLflow's clients try again. */
const RETRYABLE: ReadonlySet<unknown> = new Set([
  'timeout',
  408,
  429,
  500,
  502,
  503,
  504
]);

/** MLflow answers 400 when its database connections are used up, although trying again helps. */
const POOL_EXHAUSTED = /QueuePool limit/;

/** Seconds between attempts at most. */
const MAX_DELAY = 120;

/** Seconds between attempts to reach a server that is not there (yet): asking costs nothing, waiting does. */
const PROBE_DELAY = { first: 0.25, max: 5 } as const;

/** What a caller may do about a failure that is followed by another attempt. */
export type RetryOptions = {
  readonly settings: RetrySettings;
  readonly waiting: Waiting;
  /** Called before each wait, with the seconds since the first attempt. */
  readonly onRetry?: (error: HttpError, elapsed: number) => void;
};

/**
 * Does `work` until it succeeds or trying again is of no use.
 *
 * A status of `RETRYABLE` and a timeout are tried again as Python does: `maxRetries` times, after
 * factor · 2^n seconds and some jitter, or after what Retry-After says. A server that cannot be reached is asked every
 * few seconds for as long as those attempts would take together (about four minutes by default), so that one that is
 * still starting is found soon. After `settings.timeout` seconds there is no further attempt in any case.
 *
 * @throws the last error.
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  { settings, waiting, onRetry }: RetryOptions
): Promise<T> {
  const start = performance.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const elapsed = (performance.now() - start) / 1000;
      const delay =
        error instanceof HttpError
          ? delayAfter(error, { attempt, elapsed, settings })
          : undefined;
      if (
        delay === undefined ||
        elapsed + delay > settings.timeout ||
        !(error instanceof HttpError)
      ) {
        throw error;
      }
      onRetry?.(error, elapsed);
      await (isAskedToWait(error, settings)
        ? waiting.forAtLeast(delay)
        : waiting.forUpTo(delay));
    }
  }
}

type Attempt = {
  readonly attempt: number;
  /** Seconds since the first attempt. */
  readonly elapsed: number;
  readonly settings: RetrySettings;
};

/** Seconds until the next attempt; undefined when there is to be none. */
function delayAfter(error: HttpError, state: Attempt): number | undefined {
  const { attempt, elapsed, settings } = state;
  if (error.failure === 'unreachable') {
    const delay = Math.min(PROBE_DELAY.first * 2 ** attempt, PROBE_DELAY.max);
    return elapsed + delay <= totalDelay(settings) ? delay : undefined;
  }
  const isRetryable =
    RETRYABLE.has(error.failure) || POOL_EXHAUSTED.test(error.message);
  if (!isRetryable || attempt >= settings.maxRetries) {
    return undefined;
  }
  return isAskedToWait(error, settings)
    ? error.retryAfter
    : backoff(attempt, settings) + Math.random() * settings.jitter;
}

function isAskedToWait(error: HttpError, settings: RetrySettings): boolean {
  return settings.respectsRetryAfter && error.retryAfter !== undefined;
}

function backoff(attempt: number, { backoffFactor }: RetrySettings): number {
  return Math.min(backoffFactor * 2 ** attempt, MAX_DELAY);
}

/** Seconds that all attempts take together: 246 by default. */
function totalDelay(settings: RetrySettings): number {
  let total = 0;
  for (let attempt = 0; attempt < settings.maxRetries; attempt++) {
    total += backoff(attempt, settings);
  }
  return total;
}
