import type { MimeBundle } from '../../bundle';
import { DenoCells } from './deno-cells';
import { offerFirst, watchClearing } from './deno-display-calls';
import { keepDenoServers, keepNodeServers } from './deno-servers';
import type {
  AdapterServices,
  EmitOptions,
  KernelAdapter
} from './kernel-adapter';
import { LateUpdates } from './late-updates';
import { isFunction, probe, wrapMethod, type AnyFunction } from './probe';

/** The adapter for Deno's Jupyter kernel, undefined in any other program. Never throws. */
export function denoAdapter(
  services: AdapterServices
): KernelAdapter | undefined {
  // Outside the kernel, merely reading `Deno.jupyter` throws.
  const broadcast = probe(globalThis, 'Deno', 'jupyter', 'broadcast');
  if (!isFunction(broadcast)) {
    return undefined;
  }
  const cells = new DenoCells(services);
  const isHooked = wrapMethod(kernelInternals(), 'broadcastResult', original =>
    cells.hook(original)
  );
  if (isHooked) {
    keepNodeServers(() => cells.runInThisCell());
    keepDenoServers(probe(globalThis, 'Deno'), () => cells.runInThisCell());
  } else {
    services.setEager(true);
    services.report(
      'display-hooks',
      'the end of a cell cannot be seen in this Deno: each trace gets an output of its own'
    );
  }
  const jupyter = probe(globalThis, 'Deno', 'jupyter');
  const late = new LateUpdates();
  cells.onLastChance(() => sendLate(late, broadcast));
  surviveInterrupts(services.report);
  return {
    currentCell: () => (isHooked ? cells.current() : {}),
    emit(cell, data, options) {
      const { displayId, isUpdate } = options;
      send(broadcast, data, options);
      if (isHooked) {
        late.sent(displayId, data, !isUpdate || cells.isRunning(cell));
        cells.emitted(cell);
      }
    },
    onCellEnd: listener => cells.onEnd(listener),
    onDelivered: listener => cells.onDelivered(listener),
    onCleared: listener => {
      wrapMethod(jupyter, 'broadcast', original =>
        watchClearing(original, () => listener(cells.latest))
      );
    },
    onResult: listener => {
      cells.onResult(listener);
      wrapMethod(jupyter, 'display', original =>
        offerFirst(original, listener)
      );
    }
  };
}

/** True when there was something to send. */
function sendLate(late: LateUpdates, broadcast: AnyFunction): boolean {
  const isNeeded = !late.isEmpty;
  late.sendAgain((displayId, data) =>
    send(broadcast, data, { displayId, isUpdate: true })
  );
  return isNeeded;
}

/**
 * Jupyter interrupts a kernel by SIGINT, which ends Deno's (denoland/deno#24491) with all that its notebook has
 * computed. With a listener it lives. Nothing can stop the cell itself: Deno offers no way, so it runs on.
 */
function surviveInterrupts(report: AdapterServices['report']): void {
  const listen = probe(globalThis, 'Deno', 'addSignalListener');
  let interrupts = 0;
  try {
    if (isFunction(listen)) {
      listen('SIGINT', () =>
        report(
          // Each is a cause of its own: it is said every time.
          `interrupt-${++interrupts}`,
          'Deno cannot stop a cell that runs: it goes on to its end, and so do its traces. To stop it, restart the kernel.'
        )
      );
    }
  } catch {
    // Not on this system: the signal does what it does without us.
  }
}

/** Private: `Deno[Deno.internal].jupyter`; its `broadcastResult` is awaited after each cell that did not throw. */
function kernelInternals(): unknown {
  const key = probe(globalThis, 'Deno', 'internal');
  return typeof key === 'symbol'
    ? probe(globalThis, 'Deno', key, 'jupyter')
    : undefined;
}

/** Public: an output goes to the latest cell, its update to where the output is. */
function send(
  broadcast: AnyFunction,
  data: MimeBundle,
  { displayId, isUpdate }: EmitOptions
): void {
  broadcast(isUpdate ? 'update_display_data' : 'display_data', {
    data,
    // nbclient fails on a null `transient`, some frontends on missing metadata.
    metadata: {},
    transient: { display_id: displayId }
  });
}
