import { AsyncLocalStorage } from 'node:async_hooks';
import { BUNDLE_MIME_TYPE } from '../../bundle';
import type {
  AdapterServices,
  CellHandle,
  KernelAdapter,
  Report
} from './kernel-adapter';
import { probe, wrapMethod, type AnyObject } from './probe';
import {
  findTslab,
  isCellWriter,
  type CellWriter,
  type PublicDisplay,
  type TslabKernel
} from './tslab-internals';

type CellListener = (cell: CellHandle) => void;

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
    return publicAdapter(kernel);
  }
  return privateAdapter(kernel.internals, services);
}

/** With the cell's own writer, which is at the same time the cell's identity. */
function privateAdapter(
  internals: AnyObject,
  services: AdapterServices
): KernelAdapter {
  const runningCell = new AsyncLocalStorage<CellWriter>();
  const listeners: CellListener[] = [];
  watchCellEnds(internals, runningCell, {
    ended: cell => {
      listeners.forEach(listener => listener(cell));
    },
    report: services.report
  });
  return {
    // The context follows timers and promises into later cells; the importing cell and foreign callbacks have none.
    currentCell: () => runningCell.getStore() ?? latestWriter(internals),
    emit(cell, data, { displayId, isUpdate }) {
      if (isCellWriter(cell)) {
        const transient = { display_id: displayId };
        cell({ data, metadata: {}, transient }, isUpdate);
      }
    },
    onCellEnd: listener => listeners.push(listener)
  };
}

function latestWriter(internals: AnyObject): CellWriter | undefined {
  const writer = internals['lastWriteDisplayData'];
  return isCellWriter(writer) ? writer : undefined;
}

type CellEndServices = {
  readonly ended: CellListener;
  readonly report: Report;
};

function watchCellEnds(
  internals: AnyObject,
  runningCell: AsyncLocalStorage<CellWriter>,
  { ended, report }: CellEndServices
): void {
  const endImportingCell = watchImportingCell(internals, ended);
  const isWrapped = wrapMethod(
    probe(internals, 'JupyterHandlerImpl', 'prototype'),
    'handleExecuteImpl',
    execute =>
      async function (this: unknown, ...args) {
        endImportingCell();
        const writer = args[2];
        if (!isCellWriter(writer)) {
          return execute.apply(this, args);
        }
        try {
          return await runningCell.run(writer, () => execute.apply(this, args));
        } finally {
          ended(writer);
        }
      }
  );
  if (!isWrapped) {
    report(
      'display-hooks',
      'the end of a cell cannot be seen in this tslab: outputs are updated by time alone'
    );
  }
}

/**
 * The importing cell already runs inside the unwrapped method. Its end is told by the next idle status of an
 * execute_request, or by the start of the next cell, whichever comes first. Under "run all" that idle may still be the
 * previous cell's, so it only brings the output up to date and goes on watching. Returns what the next cell calls.
 */
function watchImportingCell(
  internals: AnyObject,
  ended: (cell: CellHandle) => void
): () => void {
  const importing = latestWriter(internals);
  if (importing === undefined) {
    return () => undefined;
  }
  let isWatching = true;
  wrapMethod(
    probe(internals, 'ZmqServer', 'prototype'),
    'publishStatus',
    publish =>
      function (this: unknown, ...args) {
        if (isWatching && isIdleAfterExecute(args)) {
          ended(importing);
        }
        return publish.apply(this, args);
      }
  );
  return () => {
    if (isWatching) {
      isWatching = false;
      ended(importing);
    }
  };
}

function isIdleAfterExecute([status, parent]: readonly unknown[]): boolean {
  return (
    status === 'idle' &&
    probe(parent, 'header', 'msg_type') === 'execute_request'
  );
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
