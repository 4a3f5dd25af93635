import type { RecordedTrace } from '../recording/types';
import {
  CellTraces,
  type AddLimits,
  type CellContent,
  type WaitingCount
} from './cell-traces';
import type { SearchQuery, ShownTrace } from './trace-display';

type Milliseconds = number;

/** At most five updates a second: what a reader can follow, and little for the kernel to do. */
const MIN_INTERVAL: Milliseconds = 200;

/** Drawing may take a tenth of the time; a large output is updated less often. */
const COST_FACTOR = 10;

export type CellOutputServices = {
  /** Sends the whole output: the first time as a new one, then as its update. */
  emit(content: CellContent, isUpdate: boolean): void;
  /** Told what `emit` or a snapshot threw; the next change tries again. */
  failed(error: unknown): void;
  /** Asked before the first emission only: an output that stands is always brought to its end. */
  isEnabled(): boolean;
  /** Milliseconds of a clock that never goes back. */
  now(): Milliseconds;
  /** Calls once after `delay`; must not keep the process alive. Returns the way to call it off. */
  after(delay: Milliseconds, run: () => void): () => void;
};

/**
 * The one output of one cell: which traces it holds, and when it is sent.
 *
 * Sent when a trace ends, at intervals while traces run, and at the end of the cell: there a running trace stands as
 * running, and its own later changes update the output. No two timed emissions are closer than 200 ms; the one at the
 * end of the cell comes at once. A trace that was changed after its end is sent again.
 */
export class CellOutput {
  private readonly _traces = new CellTraces();
  private readonly _services: CellOutputServices;
  private _isEmitted = false;
  private _isAutomatic = false;
  private _isStale = false;
  private _lastEmit: Milliseconds;
  private _interval: Milliseconds = 0;
  private _cancelTimer: (() => void) | undefined;
  private _waiting: WaitingCount | undefined;

  constructor(services: CellOutputServices) {
    this._services = services;
    this._lastEmit = services.now();
  }

  /**
   * The trace joins the output, or is counted when `maxTraces` are there; to be called in the order in which traces
   * start. False when it was only counted: the output need not hear of it again.
   */
  traceStarted(trace: RecordedTrace, maxTraces: number): boolean {
    const isShown = this._traces.start(trace, maxTraces);
    this._emitLater();
    return isShown;
  }

  /** O(1): the picture is taken when it is drawn. */
  traceChanged(trace: RecordedTrace): void {
    this._traces.changed(trace);
    this._emitLater();
  }

  /** Emits now unless the last emission is too near, so that a short trace shows as soon as it is made. */
  traceEnded(trace: RecordedTrace): void {
    this._traces.changed(trace);
    this._emitSoon();
  }

  /** Traces that code of the cell read; they are drawn with what else it reads in the next moments. */
  found(traces: readonly ShownTrace[], limits: AddLimits): void {
    if (this._add(traces, limits, false)) {
      this._emitLater();
    }
  }

  /** Of a search whose traces were found: how the server is asked for the next ones, if there are any. */
  searched(query: SearchQuery, pageToken: string | undefined): void {
    if (this._traces.searched(query, pageToken)) {
      this._emitLater();
    }
  }

  /** Traces that the user asks to see: at once, and whether the display is on or off. */
  show(traces: readonly ShownTrace[], limits: AddLimits): void {
    if (this._add(traces, limits, true)) {
      this._emitSoon();
    }
  }

  /** Brings the output up to date at once, running traces included; does nothing when it is. */
  flush(): void {
    this._cancelTimer?.();
    this._cancelTimer = undefined;
    if (!this._isStale || !this._mayEmit()) {
      return;
    }
    const start = this._services.now();
    this._isStale = false;
    this._emit();
    this._lastEmit = this._services.now();
    this._interval = Math.max(
      MIN_INTERVAL,
      COST_FACTOR * (this._lastEmit - start)
    );
  }

  /**
   * What waits for its server, by trace id; true when a trace of the output is among it. An output that stands says so,
   * and is drawn again when that changes.
   */
  setWaiting(waiting: ReadonlyMap<string, string>): boolean {
    const before = this._waiting;
    this._waiting = this._traces.waitingIn(waiting);
    const isChanged =
      before?.count !== this._waiting?.count ||
      before?.server !== this._waiting?.server;
    if (isChanged && this._isEmitted) {
      this._emitSoon();
    }
    return this._waiting !== undefined;
  }

  /** The frontend has dropped the output: the next emission adds it anew, at the end of the cell at the latest. */
  cleared(): void {
    if (this._isEmitted) {
      this._isEmitted = false;
      this._emitLater();
    }
  }

  private _add(
    traces: readonly ShownTrace[],
    limits: AddLimits,
    isWanted: boolean
  ): boolean {
    const changes = traces.filter(trace =>
      this._traces.add(trace, limits, isWanted)
    );
    return changes.length > 0;
  }

  /** An output that stands automatically is brought to its end. */
  private _isOn(): boolean {
    this._isAutomatic ||= this._services.isEnabled();
    return this._isAutomatic;
  }

  private _mayEmit(): boolean {
    return this._traces.hasWanted || this._isOn();
  }

  /** Called by timers and kernel hooks as well as by the user's code: none of them may see a throw. */
  private _emit(): void {
    try {
      const content = this._traces.content(!this._isOn());
      this._services.emit(
        { ...content, waiting: this._waiting },
        this._isEmitted
      );
      this._isEmitted = true;
    } catch (error) {
      this._services.failed(error);
    }
  }

  /** Now, unless the last emission is too near. */
  private _emitSoon(): void {
    this._isStale = true;
    const wait = this._lastEmit + this._interval - this._services.now();
    if (wait <= 0) {
      this.flush();
    } else {
      this._emitLater(wait);
    }
  }

  /** A start or a change waits for the end that mostly follows soon, so that a short trace is drawn once. */
  private _emitLater(wait = Math.max(MIN_INTERVAL, this._interval)): void {
    this._isStale = true;
    this._cancelTimer ??= this._services.after(wait, () => this.flush());
  }
}
