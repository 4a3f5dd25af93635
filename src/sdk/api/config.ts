import { write } from '../config/environment';

/**
 * MLflow's `mlflow.config`, as far as it is about traces.
 * @example
 * config.enableAsyncLogging(false);
 */
export const config = {
  /**
   * Whether ended traces are collected for a moment and sent together, the default, or each at once. It sets
   * MLFLOW_ENABLE_ASYNC_TRACE_LOGGING, for this process; in both cases the program does not wait. (Python's function of
   * this name is about metrics and parameters of runs, which this package does not log.)
   *
   * @example
   * config.enableAsyncLogging(false);
   */
  enableAsyncLogging(enable = true): void {
    write('MLFLOW_ENABLE_ASYNC_TRACE_LOGGING', String(enable));
  }
} as const;
