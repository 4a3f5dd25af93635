import { read } from './environment';

/** How requests are repeated; names, units and defaults are those of MLflow's variables. */
export type RetrySettings = {
  readonly maxRetries: number;
  /** Seconds before the first repetition; doubles each time. */
  readonly backoffFactor: number;
  /** Seconds at most that chance adds to a delay. */
  readonly jitter: number;
  readonly respectsRetryAfter: boolean;
  /** Seconds after which there is no repetition. */
  readonly timeout: number;
};

/** Seconds for one request. */
export function requestTimeout(): number {
  return read('MLFLOW_HTTP_REQUEST_TIMEOUT');
}

/** From MLFLOW_HTTP_REQUEST_MAX_RETRIES and its like. */
export function retrySettings(): RetrySettings {
  return {
    maxRetries: read('MLFLOW_HTTP_REQUEST_MAX_RETRIES'),
    backoffFactor: read('MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR'),
    jitter: read('MLFLOW_HTTP_REQUEST_BACKOFF_JITTER'),
    respectsRetryAfter: read('MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER'),
    timeout: read('MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT')
  };
}
