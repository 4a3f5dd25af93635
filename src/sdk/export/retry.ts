import type { RetrySettings } from '../config/http-settings';
import { HttpError } from './http-client';
import type { Waiting } from './waiting';

/** Failures after which MLflow's clients try again, besides every 5xx. */
const RETRYABLE: ReadonlySet<unknown> = new Set([
  'unreachable',
  'timeout',
  408,
  429
]);

/** MLflow answers 400 when its database connections are used up, although trying again helps. */
const POOL_EXHAUSTED = /QueuePool limit/;

/** Seconds between attempts at most. */
const MAX_DELAY = 120;

/** Seconds that a server may ask for. A timer takes 24 days at most, and would not wait at all for more. */
const MAX_ASKED_DELAY = 3600;

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
 * A timeout, 408, 429 and 5xx are tried again as Python does: `maxRetries` times, after
 * factor · 2^n seconds and some jitter, or after what Retry-After says. A server that cannot be reached is asked every
 * few seconds, with some jitter, for as long as those attempts would take together (about four minutes by default), so that
 * one that is still starting is found soon. After `settings.timeout` seconds there is no further attempt in any case.
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
      const delay = delayAfter(error, { attempt, elapsed, settings });
      if (delay === undefined || !(error instanceof HttpError)) {
        throw error;
      }
      onRetry?.(error, elapsed);
      await (isAskedToWait(error, settings)
        ? waiting.forAtLeast(delay)
        : waiting.forUpTo(delay));
    }
  }
}

/** The attempts so far. */
export type Attempt = {
  /** 0 after the first. */
  readonly attempt: number;
  /** Seconds since the first attempt. */
  readonly elapsed: number;
  readonly settings: RetrySettings;
};

/** Seconds until the next attempt; undefined when there is to be none. */
export function delayAfter(error: unknown, state: Attempt): number | undefined {
  if (!(error instanceof HttpError)) {
    return undefined;
  }
  const delay = wantedDelay(error, state);
  return delay === undefined || state.elapsed + delay > state.settings.timeout
    ? undefined
    : delay;
}

/** True for a failure after which another attempt may succeed, whatever was tried. */
export function isPassing(error: unknown): error is HttpError {
  return (
    error instanceof HttpError &&
    (RETRYABLE.has(error.failure) ||
      Number(error.failure) >= 500 ||
      POOL_EXHAUSTED.test(error.message))
  );
}

/** True when a server asked for the delay, which then is not cut short. */
export function isAskedToWait(
  error: HttpError,
  settings: RetrySettings
): boolean {
  return settings.respectsRetryAfter && error.retryAfter !== undefined;
}

function wantedDelay(error: HttpError, state: Attempt): number | undefined {
  const { attempt, elapsed, settings } = state;
  const jitter = Math.random() * settings.jitter;
  if (error.failure === 'unreachable') {
    const delay = Math.min(PROBE_DELAY.first * 2 ** attempt, PROBE_DELAY.max);
    return elapsed + delay <= totalDelay(settings)
      ? delay + Math.min(jitter, delay / 2)
      : undefined;
  }
  if (!isPassing(error) || attempt >= settings.maxRetries) {
    return undefined;
  }
  return isAskedToWait(error, settings)
    ? Math.min(error.retryAfter ?? 0, MAX_ASKED_DELAY)
    : backoff(attempt, settings) + jitter;
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
