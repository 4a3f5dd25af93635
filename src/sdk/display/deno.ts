import type { MimeBundle } from '../../bundle';
import { DenoCells } from './deno-cells';
import type {
  AdapterServices,
  EmitOptions,
  KernelAdapter
} from './kernel-adapter';
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
  if (!isHooked) {
    services.report(
      'display-hooks',
      'the end of a cell cannot be seen in this Deno: each trace gets an output of its own'
    );
  }
  wrapMethod(probe(globalThis, 'Deno', 'jupyter'), 'display', original =>
    cells.hookDisplay(original)
  );
  return {
    currentCell: () => (isHooked ? cells.current() : {}),
    emit(cell, data, options) {
      send(broadcast, data, options);
      cells.emitted(cell);
    },
    onCellEnd: listener => cells.onEnd(listener),
    onResult: listener => cells.onResult(listener)
  };
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
