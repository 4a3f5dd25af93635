import { repairTraces } from '../recording/repair';
import type { FlushResult } from '../recording/trace-sink';
import { shared } from '../state';

/** How long a flush waits, and how it says that something is not delivered. */
export type FlushOptions = {
  /** Seconds after which what still waits is left to wait; 30 when absent, as in Python. */
  readonly timeout?: number | undefined;
  /** Throws a `FlushError` unless every trace since the last flush is on its server. */
  readonly throwOnFailure?: boolean | undefined;
};

const DEFAULT_TIMEOUT: Seconds = 30;

type Seconds = number;

/**
 * Traces that are not on their server, after a flush that was asked to throw.
 * @example
 * ```ts
 * await flushTraces({ throwOnFailure: true }).catch(error => {
 *   if (error instanceof FlushError) throw new Error(`${error.result.kept} traces wait`);
 * });
 * ```
 */
export class FlushError extends Error {
  override readonly name = 'FlushError';
  /** What became of the traces. */
  readonly result: FlushResult;

  constructor(result: FlushResult) {
    super(
      `flushTraces: ${result.kept + result.pending} traces wait, ${result.failed} are refused, ${result.dropped} dropped: ${result.errors.join('; ')}`
    );
    this.result = result;
  }
}

/**
 * Waits until the traces that have ended are stored, and says what became of all traces since the last flush: nothing
 * that was lost goes unsaid. Spans of a trace whose root has ended are sent too when others of it still run.
 *
 * @throws FlushError only with `throwOnFailure`.
 * @example
 * const { sent, kept, failed } = await flushTraces({ timeout: 10 });
 */
export async function flushTraces({
  timeout = DEFAULT_TIMEOUT,
  throwOnFailure = false
}: FlushOptions = {}): Promise<FlushResult> {
  await drainTraces(timeout);
  const result = shared.sink?.report() ?? NOTHING;
  if (throwOnFailure && isIncomplete(result)) {
    throw new FlushError(result);
  }
  return result;
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
export async function drainTraces(timeout: Seconds): Promise<number> {
  sendEndedSpans();
  return (await shared.sink?.drain(timeout)) ?? 0;
}

/** Writes to disk what is not delivered, before it returns: for the last moment before a reply, or before the end. */
export function secureTraces(): void {
  sendEndedSpans();
  shared.sink?.secure();
}

/** Lets what waits leave at once, as for the place that was set before; the caller does not wait for it. */
export function sendWaitingTraces(): void {
  void drainTraces(0);
}

function sendEndedSpans(): void {
  repairTraces();
  for (const trace of [...shared.openTraces.values()]) {
    trace.send();
  }
}

function isIncomplete(result: FlushResult): boolean {
  const { kept, pending, failed, dropped } = result;
  return kept + pending + failed + dropped > 0;
}

const NOTHING: FlushResult = {
  sent: 0,
  kept: 0,
  failed: 0,
  dropped: 0,
  pending: 0,
  errors: []
};
