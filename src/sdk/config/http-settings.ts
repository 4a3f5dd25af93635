import { booleanFrom, numberFrom } from './environment';

/** How requests are repeated; names, units and defaults are those of MLflow's variables. */
export type RetrySettings = {
  readonly maxRetries: number;
  /** Seconds before the first repetition; doubles each time. */
  readonly backoffFactor: number;
  /** Seconds at most that chance adds to a delay. */
  readonly jitter: number;
  readonly respectsRetryAfter: boolean;
};

/** Seconds for one request, from MLFLOW_HTTP_REQUEST_TIMEOUT. */
export function requestTimeout(): number {
  return numberFrom({
    name: 'MLFLOW_HTTP_REQUEST_TIMEOUT',
    fallback: 120,
    min: 0.001,
    max: 86_400
  });
}

/** From MLFLOW_HTTP_REQUEST_MAX_RETRIES, _BACKOFF_FACTOR, _BACKOFF_JITTER, MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER. */
export function retrySettings(): RetrySettings {
  return {
    maxRetries: numberFrom({
      name: 'MLFLOW_HTTP_REQUEST_MAX_RETRIES',
      fallback: 7,
      min: 0,
      max: 10
    }),
    backoffFactor: numberFrom({
      name: 'MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR',
      fallback: 2,
      min: 0,
      max: 120
    }),
    jitter: numberFrom({
      name: 'MLFLOW_HTTP_REQUEST_BACKOFF_JITTER',
      fallback: 1,
      min: 0,
      max: 120
    }),
    respectsRetryAfter: booleanFrom(
      'MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER',
      true
    )
  };
}
