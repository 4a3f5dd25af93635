import { drainTraces } from '../api/flush';
import { isNotFound } from './mlflow-exception';

/** Seconds to wait for traces on their way, as MLflow's own flush. */
const DRAIN_SECONDS = 30;

/** Resolves when the traces of this process that have ended are stored, or could not be. Never rejects. */
export async function pendingTracesSent(): Promise<void> {
  await drainTraces(DRAIN_SECONDS);
}

/**
 * Does `work` and, when the server does not know the trace, once more after what is pending was sent: a cell that tags
 * the trace it just made must not be told that there is none.
 */
export async function onceStored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
    await pendingTracesSent();
    return work();
  }
}
