import { setTimeout } from 'node:timers/promises';
import { retrySettings } from '../config/http-settings';
import { HttpError } from '../export/http-client';

/**
 * What passes: a server that starts or restarts, a busy one, a full database pool (which MLflow answers with 400).
 * Not 500: of a read it says that the trace cannot be read, and asking again does not help.
 */
const PASSING: ReadonlySet<unknown> = new Set([
  'unreachable',
  429,
  502,
  503,
  504
]);
const POOL_EXHAUSTED = /QueuePool limit/;

/** Seconds. Someone waits for the answer: about 8 seconds in all, not the four minutes of the exporter. */
const DELAYS = [0.25, 0.5, 1, 2, 4] as const;

/** Seconds that a server may ask us to wait. */
const MAX_RETRY_AFTER = 30;

/**
 * Does `work` until it succeeds, fails for good, or has failed as often as `DELAYS` has members or
 * MLFLOW_HTTP_REQUEST_MAX_RETRIES allows.
 * @throws the last error.
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const { maxRetries, respectsRetryAfter } = retrySettings();
  for (const delay of DELAYS.slice(0, maxRetries)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof HttpError) || !isPassing(error)) {
        throw error;
      }
      const asked = respectsRetryAfter ? (error.retryAfter ?? delay) : delay;
      await setTimeout(Math.min(asked, MAX_RETRY_AFTER) * 1000);
    }
  }
  return work();
}

function isPassing({ failure, message }: HttpError): boolean {
  return PASSING.has(failure) || POOL_EXHAUSTED.test(message);
}
