import { messageOf, warn } from '../diag';
import { encodeTrace, type EncodedTrace } from './encoded-trace';
import type { FlushCounts } from './flush-counts';
import { Parcel } from './parcel';
import { queueLimits } from './queue-limits';
import { takeBatch, type QueuedTrace } from './trace-batch';

/** Bytes that a span takes besides its texts, about (bench/sdk measures a trace). */
const SPAN_SIZE = 1000;

/** Ended traces that are in no parcel yet; they are encoded when they are packed, not when they end. */
export class WaitingRoom {
  /** Bytes in memory, about. */
  size = 0;
  private readonly _queue: QueuedTrace[] = [];
  private readonly _counts: FlushCounts;

  constructor(counts: FlushCounts) {
    this._counts = counts;
  }

  get length(): number {
    return this._queue.length;
  }

  add(queued: QueuedTrace): void {
    this._queue.push(queued);
    this.size += sizeOf(queued);
  }

  /** The next traces that may travel together; undefined when there are none. */
  pack(): Parcel | undefined {
    while (this._queue.length > 0) {
      const batch = this._take();
      const traces = batch.flatMap(queued => this._encoded(queued));
      const target = batch[0]?.target;
      if (target !== undefined && traces.length > 0) {
        return Parcel.of(target, traces);
      }
    }
    return undefined;
  }

  private _take(): readonly QueuedTrace[] {
    const batch = takeBatch(this._queue, queueLimits().batch);
    this.size =
      this._queue.length === 0
        ? 0
        : batch.reduce((sum, each) => sum - sizeOf(each), this.size);
    return batch;
  }

  /** Nothing for a trace that cannot be encoded, which is counted and said. */
  private _encoded(queued: QueuedTrace): readonly EncodedTrace[] {
    try {
      return [encodeTrace(queued)];
    } catch (error) {
      const reason = `trace ${queued.trace.traceId} could not be encoded: ${messageOf(error)}`;
      this._counts.countFailed(reason);
      warn('encode', reason);
      return [];
    }
  }
}

function sizeOf({ spans }: QueuedTrace): number {
  return spans.reduce((sum, { textLength }) => sum + textLength + SPAN_SIZE, 0);
}
