import process from 'node:process';
import { setTimeout } from 'node:timers';
import { messageOf, warn } from '../diag';
import { shared } from '../state';
import { TraceRouter } from './trace-router';

/** Seconds that the natural end of the process waits for traces; a kernel that is shut down gets about two. */
const EXIT_TIMEOUT = 5;

/** Milliseconds after the import: the first cell has other things to do. */
const ADOPTION_DELAY = 200;

/** Milliseconds after which a process that its own listener did not end is on guard again. */
const REARM_DELAY = 30_000;

/** Signals that end a process which does not listen to them. */
const ENDING = ['SIGTERM', 'SIGHUP'] as const;

/**
 * Lets traces go to MLflow or to a collector, through one exporter for all copies of the SDK; what still waits when the
 * process ends is sent then, or written to disk. What an earlier process left there is sent too.
 */
export function installExporter(): void {
  if (shared.sink === undefined) {
    const exporter = new TraceRouter();
    shared.sink = exporter;
    process.once('beforeExit', () => void flushAtExit(exporter));
    process.on('exit', () => {
      exporter.close();
    });
    ENDING.forEach(signal => {
      secureAt(signal, exporter);
    });
    setTimeout(() => void exporter.adopt(), ADOPTION_DELAY).unref();
  }
}

/** Also called by `process.exit()`, and before an error that nobody catches ends the process. */
async function flushAtExit(exporter: TraceRouter): Promise<void> {
  await exporter.drain(EXIT_TIMEOUT);
  exporter.secure();
  const { kept, pending, errors } = exporter.report();
  if (kept > 0) {
    warn(
      'exit',
      `${kept} traces wait in ${exporter.spoolStatus().folder} for the next program: ${errors.join('; ')}`
    );
  }
  if (pending > 0) {
    warn(
      'exit',
      `${pending} traces could not be stored before the end of the process: ${errors.join('; ')}`
    );
  }
}

/**
 * With another listener it is that one's business whether the process ends. Some, as that of the OpenAI Agents SDK, clean
 * up first and then leave it to others if there are any: we are none until they have decided.
 */
function secureAt(
  signal: (typeof ENDING)[number],
  exporter: TraceRouter
): void {
  const listen = (): void => {
    process.on(signal, listener);
  };
  const listener = (): void => {
    exporter.secure();
    process.off(signal, listener);
    if (process.listenerCount(signal) === 0) {
      exporter.close();
      process.kill(process.pid, signal);
    } else {
      setTimeout(listen, REARM_DELAY).unref();
    }
  };
  try {
    listen();
  } catch (error) {
    warn('signal', `${signal} cannot be heard: ${messageOf(error)}`);
  }
}
