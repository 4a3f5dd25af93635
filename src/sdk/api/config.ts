import { write } from '../config/environment';

/**
 * MLflow's `mlflow.config`, as far as it is about traces.
 * @example
 * config.enableAsyncLogging(false);
 */
export const config = {
  /**
   * Whether traces are delivered in the background, the default, or before the program goes on. It sets
   * MLFLOW_ENABLE_ASYNC_TRACE_LOGGING, for this process. When false, the promise of an asynchronous call that starts a
   * trace is settled once the server has the trace, or one attempt to give it has failed; a synchronous call, a generator
   * and a span ended by hand cannot wait, and have their trace on disk when they end. (Python's function of this name is
   * about metrics and parameters of runs, which this package does not log.)
   *
   * @example
   * config.enableAsyncLogging(false);
   */
  enableAsyncLogging(enable = true): void {
    write('MLFLOW_ENABLE_ASYNC_TRACE_LOGGING', String(enable));
  }
} as const;
