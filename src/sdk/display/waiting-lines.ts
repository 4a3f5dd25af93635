import type { CellOutput } from './cell-output';

/** Milliseconds between looks: a reader does not wait for it, and a look is cheap. */
const INTERVAL = 1000;

export type WaitingServices = {
  /** The address of its server by the id of each trace that this did not take at once. */
  waiting(): ReadonlyMap<string, string>;
  /** Calls once after `delay` milliseconds; must not keep the process alive. */
  after(delay: number, run: () => void): () => void;
};

/** Looks at an output after its last trace, before it counts as delivered: what is late is known after two seconds. */
const LOOKS = 4;

/** Keeps what outputs say of traces that wait for a server true, until none waits. */
export class WaitingLines {
  /** With the looks that are left. */
  private readonly _outputs = new Map<CellOutput, number>();
  private readonly _services: WaitingServices;
  private _isLooking = false;

  constructor(services: WaitingServices) {
    this._services = services;
  }

  /** Traces of the output have ended, and may have to wait. O(1). */
  watch(output: CellOutput): void {
    this._outputs.set(output, LOOKS);
    this._lookLater();
  }

  /** Brings the output up to date at once: its cell is about to have its reply. */
  look(output: CellOutput): void {
    output.setWaiting(this._services.waiting());
    output.flush();
  }

  private _lookLater(): void {
    if (!this._isLooking) {
      this._isLooking = true;
      this._services.after(INTERVAL, () => {
        this._lookAgain();
      });
    }
  }

  private _lookAgain(): void {
    this._isLooking = false;
    const waiting = this._services.waiting();
    for (const [output, looks] of this._outputs) {
      if (output.setWaiting(waiting)) {
        this._outputs.set(output, LOOKS);
      } else if (looks > 1) {
        this._outputs.set(output, looks - 1);
      } else {
        this._outputs.delete(output);
      }
    }
    if (this._outputs.size > 0) {
      this._lookLater();
    }
  }
}
