import process from 'node:process';
import { drainTraces, secureTraces } from '../api/flush';
import { messageOf, warn } from '../diag';
import { addTraceObserver } from '../recording/observers';
import { shared } from '../state';
import { denoAdapter } from './deno';
import { readDisplaySettings } from './display-settings';
import type { AdapterServices, KernelAdapter } from './kernel-adapter';
import { NotebookDisplay } from './notebook-display';
import { after } from './timers';
import { tslabAdapter } from './tslab';

/** The CJS and the ESM copy of the package see each other's mark: the kernel is hooked once. */
const INSTALLED = Symbol.for('spanbook.display.v1');

/** What a user hardly notices at the end of a cell; a local server needs a tenth of it. */
const MAX_FLUSH_SECONDS = 0.5;

/**
 * Connects the recorder with the notebook that this process runs, if it is one: from then on each cell shows the traces
 * that it starts. Called when the package is imported; later calls do nothing. Never throws.
 */
export function installNotebookDisplay(): void {
  try {
    // globalThis has no place for foreign keys in its type; under our own symbol stands only what we put there.
    const holder = globalThis as { [INSTALLED]?: true };
    if (holder[INSTALLED] === undefined) {
      holder[INSTALLED] = true;
      const adapter = findAdapter();
      if (adapter !== undefined) {
        observe(adapter);
      }
    }
  } catch (error) {
    warn(
      'display-install',
      `the notebook display could not be installed: ${messageOf(error)}`
    );
  }
}

/** Undefined in plain Node and Deno, and in kernels that we do not know: nothing is observed, nothing costs. */
function findAdapter(): KernelAdapter | undefined {
  const services: AdapterServices = {
    flush: async () => ({ pending: await drainTraces(MAX_FLUSH_SECONDS) }),
    secure: secureTraces,
    setEager: isEager => shared.sink?.setEager(isEager),
    report: warn
  };
  return tslabAdapter(services) ?? denoAdapter(services);
}

function observe(adapter: KernelAdapter): void {
  const display = new NotebookDisplay(adapter, {
    now: () => performance.now(),
    after,
    isEnabled: () => shared.isNotebookDisplayEnabled,
    settings: () => readDisplaySettings(process.env),
    waiting: () => shared.sink?.waiting() ?? new Map(),
    newDisplayId: () => `spanbook-${globalThis.crypto.randomUUID()}`,
    report: warn
  });
  addTraceObserver(display);
  shared.display = display;
}
