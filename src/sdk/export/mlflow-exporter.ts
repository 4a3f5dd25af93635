import { clearTimeout, setTimeout } from 'node:timers';
import { booleanFrom, numberFrom } from '../config/environment';
import { messageOf, warn } from '../diag';
import type { RecordingSpan } from '../recording/recording-span';
import type { TraceRecorder } from '../recording/trace-recorder';
import type { FlushResult, TraceSink } from '../recording/trace-sink';
import { BatchSender } from './batch-sender';
import { FlushCounts } from './flush-counts';
import { takeBatch, type QueuedTrace } from './trace-batch';
import { Waiting } from './waiting';

/** Requests under way at a time: MLflow's server has 15 database connections for all its clients. */
const MAX_IN_FLIGHT = 4;

/** Milliseconds that an ended trace waits for others to share its request. */
const BATCH_DELAY = 100;

/**
 * A bounded queue in front of MLflow. It sends in the background, and its timers keep nothing alive.
 */
export class MlflowExporter implements TraceSink {
  private readonly _queue: QueuedTrace[] = [];
  private readonly _counts = new FlushCounts();
  private readonly _waiting = new Waiting();
  private readonly _sender = new BatchSender(this._counts, this._waiting);
  private readonly _idleCallbacks = new Set<() => void>();
  private _inFlight = 0;
  /** Traces of the requests under way. */
  private _onTheirWay = 0;
  private _timer: NodeJS.Timeout | undefined;

  accept(trace: TraceRecorder, spans: readonly RecordingSpan[]): void {
    const { target } = trace;
    if (target === undefined) {
      this._drop(
        'no tracking server is set: traces are not stored (set MLFLOW_TRACKING_URI, or call setTrackingUri)'
      );
    } else if (this._queue.length >= maxQueueSize()) {
      this._drop(
        `${this._queue.length} traces wait already: newer ones are dropped`
      );
    } else {
      this._queue.push({ trace, target, spans });
      this._timer ??= setTimeout(() => {
        this._sendAll();
      }, batchDelay()).unref();
    }
  }

  async drain(timeoutSeconds: number): Promise<number> {
    this._sendAll();
    this._waiting.wake();
    await this._idle(timeoutSeconds);
    return this._pending;
  }

  report(): FlushResult {
    return this._counts.report(this._pending);
  }

  private get _pending(): number {
    return this._queue.length + this._onTheirWay;
  }

  private _drop(reason: string): void {
    this._counts.countDropped(reason);
    warn(reason, reason);
  }

  /** Starts as many requests as may be under way; each that ends starts the next. */
  private _sendAll(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    while (this._inFlight < MAX_IN_FLIGHT && this._queue.length > 0) {
      void this._send(takeBatch(this._queue));
    }
  }

  private async _send(batch: readonly QueuedTrace[]): Promise<void> {
    this._inFlight += 1;
    this._onTheirWay += batch.length;
    try {
      await this._sender.send(batch);
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

function maxQueueSize(): number {
  return numberFrom({
    name: 'MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE',
    fallback: 1000,
    min: 1,
    max: 1_000_000
  });
}

function batchDelay(): number {
  return booleanFrom('MLFLOW_ENABLE_ASYNC_TRACE_LOGGING', true)
    ? BATCH_DELAY
    : 0;
}
