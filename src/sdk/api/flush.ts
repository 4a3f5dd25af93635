import type { FlushResult } from '../recording/trace-sink';
import { shared } from '../state';

/** How long a flush waits. */
export type FlushOptions = {
  /** Seconds after which what still waits is left pending; 30 when absent, as in Python. */
  readonly timeoutSeconds?: number | undefined;
};

const DEFAULT_TIMEOUT_SECONDS = 30;

/**
 * Waits until the traces that have ended are stored, and says what became of all traces since the last flush: nothing
 * that was lost goes unsaid. Spans of a trace whose root has ended are sent too when others of it still run. Never rejects.
 *
 * @example
 * const { sent, failed, dropped, pending } = await flushTraces();
 */
export async function flushTraces(
  options: FlushOptions = {}
): Promise<FlushResult> {
  for (const trace of [...shared.openTraces.values()]) {
    trace.send();
  }
  return (
    (await shared.sink?.flush(
      options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS
    )) ?? { sent: 0, failed: 0, dropped: 0, pending: 0, errors: [] }
  );
}
