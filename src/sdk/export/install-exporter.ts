import process from 'node:process';
import { warn } from '../diag';
import { shared } from '../state';
import type { TraceSink } from '../recording/trace-sink';
import { TraceRouter } from './trace-router';

/** Seconds that the natural end of the process waits for traces; a kernel that is shut down gets about two. */
const EXIT_TIMEOUT = 5;

/**
 * Lets traces go to MLflow or to a collector, through one exporter for all copies of the SDK; what still waits when the process ends by
 * itself is sent then. After `process.exit()` nothing can be: call `flushTraces` before.
 */
export function installExporter(): void {
  if (shared.sink === undefined) {
    const exporter = new TraceRouter();
    shared.sink = exporter;
    process.once('beforeExit', () => void flushAtExit(exporter));
  }
}

async function flushAtExit(exporter: TraceSink): Promise<void> {
  const pending = await exporter.drain(EXIT_TIMEOUT);
  if (pending > 0) {
    const { errors } = exporter.report();
    warn(
      'exit',
      `${pending} traces could not be stored before the end of the process: ${errors.join('; ')}`
    );
  }
}
