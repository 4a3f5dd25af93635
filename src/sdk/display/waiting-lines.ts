import type { CellOutput } from './cell-output';

/** Milliseconds between looks: a reader does not wait for it, and a look is cheap. */
const INTERVAL = 1000;

export type WaitingServices = {
  /** The address of its server by the id of each trace that this did not take at once. */
  waiting(): ReadonlyMap<string, string>;
  /** Calls once after `delay` milliseconds; must not keep the process alive. */
  after(delay: number, run: () => void): () => void;
};

/** Keeps what outputs say of traces that wait for a server true, until none waits. */
export class WaitingLines {
  private readonly _outputs = new Set<CellOutput>();
  private readonly _services: WaitingServices;
  private _isLooking = false;

  constructor(services: WaitingServices) {
    this._services = services;
  }

  /** Traces of the output have ended, and may have to wait. O(1). */
  watch(output: CellOutput): void {
    this._outputs.add(output);
    if (!this._isLooking) {
      this._isLooking = true;
      this._services.after(INTERVAL, () => {
        this._lookAgain();
      });
    }
  }

  /** Brings the output up to date at once: its cell is about to have its reply. */
  look(output: CellOutput): void {
    output.setWaiting(this._services.waiting());
    output.flush();
  }

  private _lookAgain(): void {
    this._isLooking = false;
    const waiting = this._services.waiting();
    const watched = [...this._outputs];
    this._outputs.clear();
    for (const output of watched) {
      if (output.setWaiting(waiting)) {
        this.watch(output);
      }
    }
  }
}
