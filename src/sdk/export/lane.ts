import { clearTimeout, setTimeout } from 'node:timers';
import type { Parcel } from './parcel';

/** Seconds between attempts once quick repetitions are over, or where the server must be mended first. */
const BLOCKED_DELAY = 60;

/**
 * The parcels for one place, oldest first. A lane that failed rests before it tries again, with one request at a time
 * until one succeeds: other places are not kept waiting, and a server that comes back is not overrun.
 */
export class Lane {
  readonly parcels: Parcel[] = [];
  inFlight = 0;
  /** Failed attempts since the last success, or since somebody asked for new ones. */
  failures = 0;
  /** Milliseconds of the monotonic clock at the first of them. */
  failingSince = 0;
  /** True when another attempt is of little use until something is mended. */
  isBlocked = false;
  /** Successes so far. */
  successes = 0;
  private _timer: NodeJS.Timeout | undefined;
  private _isAsked = false;

  /** Whether the first parcel may be sent now. */
  get isReady(): boolean {
    return (
      this.parcels.length > 0 &&
      this._timer === undefined &&
      (this.failures === 0 || this.inFlight === 0)
    );
  }

  succeeded(): void {
    this.successes += 1;
    this.failures = 0;
    this.isBlocked = false;
    this._endRest();
  }

  /** A request of an attempt succeeded, if not the whole attempt: the server is there, and failures count anew. */
  progressed(): void {
    this.failures = 0;
  }

  failed(): void {
    if (this.failures === 0) {
      this.failingSince = performance.now();
    }
    this.failures += 1;
  }

  /** Rests for that many seconds; `isAsked`: for no less. Then `wake` is called. */
  rest(seconds: number, isAsked: boolean, wake: () => void): void {
    this._endRest();
    this._isAsked = isAsked;
    this._timer = setTimeout(() => {
      this._timer = undefined;
      wake();
    }, seconds * 1000).unref();
  }

  /** Rests for a long time, until somebody asks or something changes. */
  block(wake: () => void): void {
    this.isBlocked = true;
    this.rest(BLOCKED_DELAY, false, wake);
  }

  /** Lets the lane try at once, unless the server asked it to wait; quick repetitions begin anew when they were over. */
  hurry(): void {
    if (this.isBlocked) {
      this.isBlocked = false;
      this.failures = 0;
    }
    if (!this._isAsked) {
      this._endRest();
    }
  }

  /** Tries no more. */
  close(): void {
    this._endRest();
  }

  private _endRest(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    this._isAsked = false;
  }
}
