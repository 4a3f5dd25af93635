import { Signal, type ISignal } from '@lumino/signaling';
import type { ServerState, ServerStatus } from './server-status';

/** Milliseconds to the next look, and to the last of those that follow, each twice as late as the one before. */
type Backoff = readonly [first: number, last: number];

/** States that end by themselves. MLflow starts in 10 s on an idle machine; Jupyter may be away for hours. */
const LOOKS_AGAIN: Readonly<Partial<Record<ServerState, Backoff>>> = {
  starting: [1_000, 16_000],
  away: [5_000, 60_000]
};

/** Knows how the tracking server stands, by asking when there is a reason to, and no more. */
export class ServerWatch {
  private readonly _changed = new Signal<this, void>(this);
  private _status: ServerStatus | undefined;
  private _asked: Promise<void> | undefined;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _wait = 0;

  constructor(private readonly _ask: () => Promise<ServerStatus>) {}

  /** Emitted when there is another status. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The last that was told; `undefined` before the first answer. */
  get status(): ServerStatus | undefined {
    return this._status;
  }

  /** Asks now, unless an answer is waited for already, and again later while the state is one that ends by itself. */
  look(): Promise<void> {
    this._asked ??= this._ask().then(status => {
      this._asked = undefined;
      this.accept(status);
    });
    return this._asked;
  }

  /** Takes a status that was told on another occasion. */
  accept(status: ServerStatus): void {
    const isSame = status.state === this._status?.state;
    this._status = status;
    this._changed.emit();
    this._schedule(isSame);
  }

  dispose(): void {
    clearTimeout(this._timer);
    Signal.clearData(this);
  }

  private _schedule(isSame: boolean): void {
    clearTimeout(this._timer);
    const backoff = this._status && LOOKS_AGAIN[this._status.state];
    if (backoff) {
      const [first, last] = backoff;
      this._wait = isSame ? Math.min(2 * this._wait, last) : first;
      this._timer = setTimeout(() => void this.look(), this._wait);
    }
  }
}
