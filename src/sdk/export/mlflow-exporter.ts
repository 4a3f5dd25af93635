import { performance } from 'node:perf_hooks';
import { clearTimeout, setTimeout } from 'node:timers';
import { read } from '../config/environment';
import type { TrackingTarget } from '../config/tracking';
import { messageOf, warn } from '../diag';
import type { RecordingSpan } from '../recording/recording-span';
import type { TraceRecorder } from '../recording/trace-recorder';
import type {
  FlushResult,
  SinkStatus,
  SpoolStatus,
  TraceSink
} from '../recording/trace-sink';
import { Courier } from './courier';
import { FlushCounts } from './flush-counts';
import { placesOf, type Places } from './places';
import { queueLimits } from './queue-limits';
import { spoolFolder } from './spool/private-folder';
import type { QueuedTrace } from './trace-batch';
import { Waiters } from './waiters';
import { WaitingRoom } from './waiting-room';

/** Milliseconds after which what is not delivered is written to disk: a server that is there needs a tenth. */
const SPOOL_DELAY = 1000;

/** Milliseconds after which another look is taken for what dead processes left. */
const ADOPTION_INTERVAL = 60_000;

/** Sends traces to MLflow's tracking server, in the background; its timers keep nothing alive. */
export class MlflowExporter implements TraceSink {
  private readonly _counts = new FlushCounts();
  private readonly _queue = new WaitingRoom(this._counts);
  private readonly _courier: Courier;
  private readonly _idleCallbacks = new Set<() => void>();
  private readonly _waiters = new Waiters();
  private _timer: NodeJS.Timeout | undefined;
  private _spoolTimer: NodeJS.Timeout | undefined;
  private _isEager = false;
  private _eager: Promise<void> | undefined;
  private _adoption: { uri: string; time: number } | undefined;

  constructor() {
    this._courier = new Courier(this._counts, {
      pack: () => this._queue.pack(),
      attemptEnded: traceIds => {
        this._attemptEnded(traceIds);
      }
    });
  }

  accept(trace: TraceRecorder, spans: readonly RecordingSpan[]): void {
    const { target } = trace;
    if (target === undefined) {
      this._drop(
        'no usable tracking server is set: traces are not stored (set MLFLOW_TRACKING_URI, or call setTrackingUri)'
      );
    } else if (this._hasRoom()) {
      this._enqueue({ trace, target, spans });
    }
  }

  async drain(timeoutSeconds: number): Promise<number> {
    this._clearTimer();
    this._courier.hurry();
    await this._idle(timeoutSeconds);
    return this._waiting.length + this._queue.length;
  }

  report(): FlushResult {
    const { kept, inFlightKept, queued, inFlight } = this._places;
    return this._counts.report({
      kept: kept + inFlightKept,
      pending: queued + inFlight - inFlightKept
    });
  }

  secure(): void {
    this._packAll();
    for (const parcel of this._courier.parcels) {
      this._courier.keeper.keep(parcel);
    }
  }

  setEager(isEager: boolean): void {
    this._isEager = isEager;
  }

  tried({ traceId }: TraceRecorder): Promise<void> | undefined {
    const isUnderWay =
      !queueLimits().isAsync &&
      this._courier.parcels.some(({ traceIds }) => traceIds.includes(traceId));
    return isUnderWay ? this._waiters.promiseFor(traceId) : undefined;
  }

  waiting(): ReadonlyMap<string, string> {
    return new Map(
      this._courier.lateParcels.flatMap(({ traceIds, target }) =>
        traceIds.map(traceId => [traceId, target.trackingUri])
      )
    );
  }

  status(): SinkStatus {
    const { queued, inFlight, kept, adopted } = this._places;
    return {
      ...this._counts.totals,
      queued,
      inFlight,
      kept: kept + adopted,
      resent: this._courier.resent
    };
  }

  spoolStatus(): SpoolStatus {
    const { spool } = this._courier.keeper;
    return {
      state: spool.state,
      folder: spoolFolder(),
      bytes: spool.size,
      maxBytes: read('SPANBOOK_SPOOL_MAX_BYTES')
    };
  }

  /** Nothing is sent or written any more. */
  close(): void {
    this.secure();
    clearTimeout(this._spoolTimer);
    this._clearTimer();
    this._courier.close();
  }

  /** Takes over what dead processes left for the present server. Never rejects. */
  async adopt(): Promise<void> {
    try {
      await this._courier.adopt();
    } catch (error) {
      warn('spool', `traces on disk could not be sent: ${messageOf(error)}`);
    }
  }

  private _enqueue(queued: QueuedTrace): void {
    this._queue.add(queued);
    this._adoptNowAndThen(queued.target);
    const { isAsync, delay } = queueLimits();
    if (!isAsync) {
      this._sendSafely();
    } else if (this._isEager) {
      // Before anything that follows the present code, such as a reply; traces that end in one go share a file.
      this._eager ??= Promise.resolve().then(() => {
        this._eager = undefined;
        this._sendSafely();
      });
    } else {
      this._timer ??= setTimeout(() => {
        this._clearTimer();
        this._courier.send();
      }, delay).unref();
      this._spoolTimer ??= this._spoolSoon();
    }
  }

  private _sendSafely(): void {
    this._clearTimer();
    this._courier.send();
    this.secure();
  }

  /** What does not fit into memory goes to the disk at once; the trace is dropped when that cannot be. */
  private _hasRoom(): boolean {
    if (!this._isFull()) {
      return true;
    }
    this.secure();
    if (!this._isFull()) {
      return true;
    }
    const { traces } = this._courier.keeper.memory;
    this._drop(
      `${traces} traces wait in memory already, and none can be written to disk: newer ones are dropped`
    );
    return false;
  }

  private _isFull(): boolean {
    const { traces, bytes } = this._courier.keeper.memory;
    const { maxQueueSize, maxBytes } = queueLimits();
    return (
      traces + this._queue.length >= maxQueueSize ||
      bytes + this._queue.size >= maxBytes
    );
  }

  private _drop(reason: string): void {
    this._counts.countDropped(reason);
    warn(reason.replace(/^\d+ /, ''), reason);
  }

  private _packAll(): void {
    const { _queue: queue } = this;
    for (let parcel = queue.pack(); parcel; parcel = queue.pack()) {
      this._courier.add(parcel);
    }
  }

  private _spoolSoon(): NodeJS.Timeout {
    return setTimeout(() => {
      void this._spoolLater();
    }, SPOOL_DELAY).unref();
  }

  /** Traces that ended meanwhile have their turn after another second. */
  private async _spoolLater(): Promise<void> {
    const { keeper } = this._courier;
    if (keeper.spool.state !== 'off') {
      this._packAll();
      for (const parcel of this._courier.parcels) {
        await keeper.keepLater(parcel);
      }
    }
    this._spoolTimer = this._isAllSafe ? undefined : this._spoolSoon();
  }

  private get _isAllSafe(): boolean {
    return this._queue.length === 0 && this._courier.keeper.memory.traces === 0;
  }

  private _attemptEnded(traceIds: readonly string[]): void {
    this._waiters.ended(traceIds);
    if (this._isIdle) {
      this._idleCallbacks.forEach(callback => {
        callback();
      });
    }
  }

  private get _isIdle(): boolean {
    return this._queue.length === 0 && this._courier.isIdle;
  }

  /** The timer keeps the process alive: somebody waits. */
  private _idle(timeoutSeconds: number): Promise<void> {
    if (this._isIdle || timeoutSeconds <= 0) {
      return Promise.resolve();
    }
    return new Promise(resolve => {
      const finish = (): void => {
        clearTimeout(timer);
        this._idleCallbacks.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, timeoutSeconds * 1000);
      this._idleCallbacks.add(finish);
    });
  }

  private _clearTimer(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  /** When a server is seen for the first time, and once a minute. */
  private _adoptNowAndThen({ trackingUri: uri }: TrackingTarget): void {
    const time = performance.now();
    const { _adoption: last } = this;
    if (last?.uri !== uri || time - last.time > ADOPTION_INTERVAL) {
      this._adoption = { uri, time };
      setTimeout(() => {
        void this.adopt();
      }, 0).unref();
    }
  }

  /** The traces of this process that are not delivered. */
  private get _waiting(): readonly string[] {
    return this._courier.parcels
      .filter(({ isAdopted }) => !isAdopted)
      .flatMap(({ traceIds }) => traceIds);
  }

  private get _places(): Places {
    return placesOf(this._queue.length, this._courier);
  }
}
