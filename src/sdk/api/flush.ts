import { repairTraces } from '../recording/repair';
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
  await drainTraces(options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS);
  return shared.sink?.report() ?? NOTHING;
}

/**
 * The same by Python's name.
 * @example
 * await flushTraceAsyncLogging();
 */
export const flushTraceAsyncLogging = flushTraces;

/**
 * Waits like `flushTraces` and leaves its counts alone: for a kernel that flushes after each cell, of which the user
 * knows nothing. Gives the traces that still wait.
 */
export async function drainTraces(timeoutSeconds: number): Promise<number> {
  repairTraces();
  for (const trace of [...shared.openTraces.values()]) {
    trace.send();
  }
  return (await shared.sink?.drain(timeoutSeconds)) ?? 0;
}

/** Lets what waits leave at once, as for the place that was set before; the caller does not wait for it. */
export function sendWaitingTraces(): void {
  void drainTraces(0);
}

const NOTHING: FlushResult = {
  sent: 0,
  failed: 0,
  dropped: 0,
  pending: 0,
  errors: []
};
