import { clearTimeout, setTimeout } from 'node:timers';
import { messageOf, warn } from '../diag';
import type { FlushResult, SinkStatus } from '../recording/trace-sink';
import { FlushCounts } from './flush-counts';
import { queueLimits } from './queue-limits';
import { takeBatch, type QueuedTrace } from './trace-batch';
import { Waiting } from './waiting';

/** Sends batches, each of traces for one target; counts in `counts` what became of them, and waits in `waiting`. */
export type BatchSending<Target> = (
  counts: FlushCounts,
  waiting: Waiting
) => (batch: readonly QueuedTrace<Target>[]) => Promise<void>;

/** A bounded queue in front of a server. It sends in the background, and its timers keep nothing alive. */
export class TraceQueue<Target> {
  private readonly _queue: QueuedTrace<Target>[] = [];
  private readonly _counts = new FlushCounts();
  private readonly _waiting = new Waiting();
  private readonly _idleCallbacks = new Set<() => void>();
  private readonly _sendBatch: ReturnType<BatchSending<Target>>;
  private _inFlight = 0;
  /** Traces of the requests under way. */
  private _onTheirWay = 0;
  private _timer: NodeJS.Timeout | undefined;

  constructor(sending: BatchSending<Target>) {
    this._sendBatch = sending(this._counts, this._waiting);
  }

  /** Lets the trace wait for its request; drops it when too many wait. */
  add(queued: QueuedTrace<Target>): void {
    const { length } = this._queue;
    const { maxQueueSize, delay } = queueLimits();
    if (length >= maxQueueSize) {
      this.drop(`${length} traces wait already: newer ones are dropped`);
    } else {
      this._queue.push(queued);
      this._timer ??= setTimeout(() => {
        this._sendAll();
      }, delay).unref();
    }
  }

  /** Counts a trace that is never tried. */
  drop(reason: string): void {
    this._counts.countDropped(reason);
    warn(reason, reason);
  }

  /** As of `TraceSink`. */
  async drain(timeoutSeconds: number): Promise<number> {
    this._sendAll();
    this._waiting.wake();
    await this._idle(timeoutSeconds);
    return this._pending;
  }

  /** As of `TraceSink`. */
  report(): FlushResult {
    return this._counts.report({ kept: 0, pending: this._pending });
  }

  /** As of `TraceSink`. */
  status(): SinkStatus {
    return {
      ...this._counts.totals,
      queued: this._queue.length,
      inFlight: this._onTheirWay,
      kept: 0,
      resent: 0
    };
  }

  private get _pending(): number {
    return this._queue.length + this._onTheirWay;
  }

  /** Starts as many requests as may be under way; each that ends starts the next. */
  private _sendAll(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    const { maxInFlight, batch } = queueLimits();
    while (this._inFlight < maxInFlight && this._queue.length > 0) {
      void this._send(takeBatch(this._queue, batch));
    }
  }

  private async _send(batch: readonly QueuedTrace<Target>[]): Promise<void> {
    this._inFlight += 1;
    this._onTheirWay += batch.length;
    try {
      await this._sendBatch(batch);
    } catch (error) {
      warn('export', `the exporter failed: ${messageOf(error)}`);
    }
    this._inFlight -= 1;
    this._onTheirWay -= batch.length;
    this._sendAll();
    if (this._inFlight === 0) {
      this._idleCallbacks.forEach(callback => {
        callback();
      });
    }
  }

  /** The timer keeps the process alive: somebody waits. */
  private _idle(timeoutSeconds: number): Promise<void> {
    if (this._inFlight === 0) {
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
}
