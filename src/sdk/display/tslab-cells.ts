import { AsyncLocalStorage } from 'node:async_hooks';
import { againWhenBusy } from './busy-socket';
import { runApart } from './cut-off';
import { Delivery } from './delivery';
import type { AdapterServices, CellHandle } from './kernel-adapter';
import { probe, wrapMethod, type AnyFunction } from './probe';
import {
  isCellWriter,
  type CellWriter,
  type TslabInternals
} from './tslab-internals';

/**
 * Tells which cell the running code belongs to, and when a cell has ended: each cell runs in an asynchronous context
 * that holds its writer, and that its timers and promises keep in later cells.
 */
export class TslabCells {
  private readonly _internals: TslabInternals;
  private readonly _context = new AsyncLocalStorage<CellWriter>();
  private readonly _listeners: ((cell: CellHandle) => void)[] = [];
  private _onStart: (cell: CellWriter) => void = () => undefined;
  private _onDelivered: (cell: CellHandle) => void = () => undefined;
  private _running = 0;
  /** The cell that imports the package already runs, without a context. Undefined once it has ended for certain. */
  private _runningImport: CellWriter | undefined;
  private readonly _importing: CellWriter | undefined;
  private _isContextKept = false;

  private readonly _delivery: Delivery;
  private readonly _services: AdapterServices;

  constructor(internals: TslabInternals, services: AdapterServices) {
    this._internals = internals;
    this._services = services;
    this._delivery = new Delivery(services);
    this._importing = this.latest();
    this._runningImport = this._importing;
    // Its reply comes before anything that tells its end.
    services.setEager(this._importing !== undefined);
  }

  /** Hooks the beginning and the end of cells; false when this tslab does not let us. */
  watch(): boolean {
    this._isContextKept = wrapMethod(
      probe(this._internals, 'JupyterHandlerImpl', 'prototype'),
      'handleExecuteImpl',
      execute => this._hookExecute(execute)
    );
    wrapMethod(
      probe(this._internals, 'ZmqServer', 'prototype'),
      'publishStatus',
      publish => this._hookStatus(publish)
    );
    return this._isContextKept;
  }

  /** Only the importing cell has no context. */
  current(): CellHandle | undefined {
    return (
      this._context.getStore() ??
      (this._isContextKept ? this._importing : this.latest())
    );
  }

  /** The cell that started last, whether it still runs or not. */
  latest(): CellWriter | undefined {
    const writer = this._internals['lastWriteDisplayData'];
    return isCellWriter(writer) ? writer : undefined;
  }

  onEnd(listener: (cell: CellHandle) => void): void {
    this._listeners.push(listener);
  }

  /** `listener` is called when the wait for delivery is over, before the reply. */
  onDelivered(listener: (cell: CellHandle) => void): void {
    this._onDelivered = listener;
  }

  /** `listener` is called before the code of a cell runs, when messages by the cell's writer are already heard. */
  onStart(listener: (cell: CellWriter) => void): void {
    this._onStart = listener;
  }

  /** Whether the code of a cell is running, as far as can be told. */
  get isRunning(): boolean {
    return this._running > 0;
  }

  private _hookExecute(execute: AnyFunction): AnyFunction {
    const run = (writer: unknown, cell: () => unknown): unknown =>
      this._run(writer, cell);
    return function (this: unknown, ...args) {
      return run(args[2], () => execute.apply(this, args));
    };
  }

  private async _run(writer: unknown, cell: () => unknown): Promise<unknown> {
    this._endImport();
    this._runningImport = undefined;
    this._services.setEager(!this._isContextKept);
    if (!isCellWriter(writer)) {
      this._isContextKept = false;
      return cell();
    }
    this._running++;
    try {
      this._onStart(writer);
      return await this._context.run(writer, () => runApart(cell));
    } finally {
      this._tellEnd(writer);
      await this._delivery.deliver();
      this._onDelivered(writer);
      this._running--;
    }
  }

  /**
   * The importing cell runs inside the method as it was before. The next idle status of an execute_request tells its
   * end. Under "run all" that may still be the previous cell's, hence the watch goes on until another cell starts.
   */
  private _hookStatus(publish: AnyFunction): AnyFunction {
    const endImport = (): void => this._endImport();
    return function (this: unknown, ...args) {
      if (isIdleAfterExecute(args)) {
        endImport();
      }
      return againWhenBusy(() => publish.apply(this, args));
    };
  }

  private _endImport(): void {
    if (this._runningImport !== undefined) {
      this._tellEnd(this._runningImport);
    }
  }

  private _tellEnd(cell: CellWriter): void {
    this._listeners.forEach(listener => listener(cell));
  }
}

function isIdleAfterExecute([status, parent]: readonly unknown[]): boolean {
  return (
    status === 'idle' &&
    probe(parent, 'header', 'msg_type') === 'execute_request'
  );
}
