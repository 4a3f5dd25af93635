import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { leaveAll } from './cut-off';
import { Delivery } from './delivery';
import { ThrownCellWatch } from './deno-thrown-cell';
import type { RunInCell } from './deno-servers';
import type { AdapterServices, CellHandle } from './kernel-adapter';
import type { AnyFunction } from './probe';

type Milliseconds = number;

/** The kernel's own way to show a result; nothing for undefined. */
type ShowResult = (result: unknown) => unknown;

/**
 * The kernel takes outputs and replies from two threads; an output sent later than this before the reply may be stamped
 * with the next cell. Measured with Deno 2.9 under "run all": with 20 ms 0 of 150 late, with 5 ms 4.
 */
const SETTLE: Milliseconds = 20;

/**
 * Tells which cell the running code belongs to, and when a cell has ended.
 *
 * Deno has no hook for the start of a cell, but the asynchronous context entered in the kernel's own call at the end of
 * a cell is the one in which the next cell starts; timers and promises keep the context of the cell that made them.
 */
export class DenoCells {
  private readonly _context = new AsyncLocalStorage<CellHandle>();
  private readonly _listeners: ((cell: CellHandle) => void)[] = [];
  private _onDelivered: (cell: CellHandle) => void = () => undefined;
  private _sendLate: () => boolean = () => false;
  private _showResult: (value: unknown) => boolean = () => false;
  private readonly _lastEmits = new WeakMap<CellHandle, Milliseconds>();
  private readonly _thrown = new ThrownCellWatch(() => this._threw());
  private readonly _delivery: Delivery;
  private readonly _importing: CellHandle = {};
  private _latest = this._importing;
  private _ending: CellHandle | undefined;
  private _isContextKept = true;

  constructor(services: AdapterServices) {
    this._delivery = new Delivery(services);
  }

  current(): CellHandle {
    const cell = this._here();
    if (cell === this._latest) {
      this._thrown.start();
    }
    return cell;
  }

  /** What it is given later runs as code of the cell whose code runs now. */
  runInThisCell(): RunInCell {
    const cell = this._here();
    return call => this._context.run(cell, call);
  }

  /** The cell that started last, whether it still runs or not. */
  get latest(): CellHandle {
    return this._latest;
  }

  /** To be called after each message. What is sent for a cell that is over waits for the end of another, to be heard. */
  emitted(cell: CellHandle): void {
    this._lastEmits.set(cell, performance.now());
    if (!this.isRunning(cell)) {
      this._thrown.start();
    }
  }

  /** Whether a cell that sends something is running; for one that is over it cannot be told whether another one is. */
  isRunning(cell: CellHandle): boolean {
    return cell === this._latest || cell === this._ending;
  }

  /** `listener` is called when a cell ends, while its messages are still heard; it says whether it sent any. */
  onLastChance(listener: () => boolean): void {
    this._sendLate = listener;
  }

  onEnd(listener: (cell: CellHandle) => void): void {
    this._listeners.push(listener);
  }

  /** `listener` is called when the wait for delivery is over, before the reply; not for a cell that throws. */
  onDelivered(listener: (cell: CellHandle) => void): void {
    this._onDelivered = listener;
  }

  /** `listener` says whether it has shown the value, which the kernel then does not. */
  onResult(listener: (value: unknown) => boolean): void {
    this._showResult = listener;
  }

  /**
   * What stands in for `broadcastResult(count, result)`: a result that is not ours shows as ever, then the cell waits
   * for what has to arrive.
   */
  hook(original: AnyFunction): AnyFunction {
    const finish = (result: unknown, show: ShowResult): unknown =>
      this._finish(result, show);
    return function (this: unknown, count, result, ...rest) {
      const show: ShowResult = value =>
        original.apply(this, [count, value, ...rest]);
      try {
        return finish(result, show);
      } catch {
        return show(result);
      }
    };
  }

  /** Only the importing cell has no context: it began before there was one to enter. */
  private _here(): CellHandle {
    return (
      this._context.getStore() ??
      (this._isContextKept ? this._importing : this._latest)
    );
  }

  /** Enters the next cell's context before anything is awaited: later it would not reach that cell. */
  private _finish(result: unknown, show: ShowResult): Promise<void> {
    const cell = this._next();
    return this._context.run(cell, async () => {
      const isShown = this._showResult(result);
      this._tellEnd(cell);
      const delivered = this._delivery.deliver();
      await show(isShown ? undefined : result);
      await Promise.all([
        delivered,
        this._lastEmits.has(cell) ? sleep(SETTLE) : undefined
      ]);
      await this._tellDelivered(cell);
    });
  }

  /** What is sent by it is heard before the reply too. */
  private async _tellDelivered(cell: CellHandle): Promise<void> {
    const before = this._lastEmits.get(cell);
    this._whileEnding(cell, () => this._onDelivered(cell));
    if (this._lastEmits.get(cell) !== before) {
      await sleep(SETTLE);
    }
  }

  /** Runs inside the kernel's error formatter, the last moment before the error is published: hence no `await`. */
  private _threw(): void {
    const cell = this._next();
    this._context.run(cell, () => {
      this._tellEnd(cell);
      this._delivery.start();
    });
    const age = performance.now() - (this._lastEmits.get(cell) ?? -Infinity);
    if (age < SETTLE) {
      blockFor(SETTLE - age);
    }
  }

  private _next(): CellHandle {
    const ended = this._latest;
    if (ended !== this._importing && this._context.getStore() !== ended) {
      // A Deno that starts cells in a context of its own: all there is to know is which cell is the latest.
      this._isContextKept = false;
    }
    this._thrown.stop();
    // The context of the kernel's call may be one that a library has left behind, with a span in it.
    leaveAll();
    this._latest = {};
    this._context.enterWith(this._latest);
    return ended;
  }

  private _tellEnd(cell: CellHandle): void {
    this._whileEnding(cell, () => {
      this._listeners.forEach(listener => listener(cell));
      if (this._sendLate()) {
        this._lastEmits.set(cell, performance.now());
      }
    });
  }

  private _whileEnding(cell: CellHandle, tell: () => void): void {
    this._ending = cell;
    tell();
    this._ending = undefined;
  }
}

/** The other thread of the kernel goes on meanwhile. */
function blockFor(delay: Milliseconds): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, delay);
}
