import { BUNDLE_MIME_TYPE, type MimeBundle } from '../../bundle';
import { againWhenBusy } from './busy-socket';
import type {
  AdapterServices,
  CellHandle,
  KernelAdapter
} from './kernel-adapter';
import { LateUpdates } from './late-updates';
import { TslabCells } from './tslab-cells';
import {
  findTslab,
  isCellWriter,
  type CellWriter,
  type PublicDisplay,
  type TslabInternals,
  type TslabKernel
} from './tslab-internals';

/** The adapter for tslab and jslab, undefined in any other program. Never throws. */
export function tslabAdapter(
  services: AdapterServices
): KernelAdapter | undefined {
  const kernel = findTslab();
  if (kernel === undefined) {
    return undefined;
  }
  if (kernel.internals === undefined) {
    services.report(
      'display-hooks',
      'the internals of this tslab have moved: each trace gets an output of its own'
    );
    services.setEager(true);
    return publicAdapter(kernel);
  }
  return privateAdapter(kernel.internals, services);
}

/**
 * With the cell's own writer, which is at the same time the cell's identity. Updates go by the latest cell: they find
 * their output by its name, and nbclient drops what names a cell that is over.
 */
function privateAdapter(
  internals: TslabInternals,
  services: AdapterServices
): KernelAdapter {
  const cells = new TslabCells(internals, services);
  if (!cells.watch()) {
    services.report(
      'display-hooks',
      'the end of a cell cannot be seen in this tslab: outputs are updated by time alone'
    );
  }
  const late = new LateUpdates();
  cells.onStart(write =>
    late.sendAgain((displayId, data) => send(write, data, displayId, true))
  );
  return {
    currentCell: () => cells.current(),
    emit(cell, data, { displayId, isUpdate }) {
      const write = isUpdate ? (cells.latest() ?? cell) : cell;
      if (isCellWriter(write)) {
        send(write, data, displayId, isUpdate);
        late.sent(displayId, data, !isUpdate || cells.isRunning);
      }
    },
    onCellEnd: listener => cells.onEnd(listener),
    onDelivered: listener => cells.onDelivered(listener)
  };
}

function send(
  write: CellWriter,
  data: MimeBundle,
  displayId: string,
  isUpdate: boolean
): void {
  const content = { data, metadata: {}, transient: { display_id: displayId } };
  againWhenBusy(() => {
    write(content, isUpdate);
  });
}

/** Without the internals a cell has no identity: each trace is a cell of its own, shown by our MIME type alone. */
function publicAdapter(kernel: TslabKernel): KernelAdapter {
  const displays = new WeakMap<CellHandle, PublicDisplay>();
  return {
    currentCell: () => ({}),
    emit(cell, data) {
      const display = displays.get(cell) ?? kernel.newDisplay();
      displays.set(cell, display);
      display.raw(BUNDLE_MIME_TYPE, data[BUNDLE_MIME_TYPE]);
    },
    onCellEnd: () => undefined
  };
}
