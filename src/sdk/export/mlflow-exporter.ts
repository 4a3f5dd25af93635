import type { TrackingTarget } from '../config/tracking';
import type { RecordingSpan } from '../recording/recording-span';
import type { TraceRecorder } from '../recording/trace-recorder';
import type { FlushResult, TraceSink } from '../recording/trace-sink';
import { BatchSender } from './batch-sender';
import { TraceQueue } from './trace-queue';

/** Sends traces to MLflow's tracking server. */
export class MlflowExporter implements TraceSink {
  private readonly _queue = new TraceQueue<TrackingTarget>(
    (counts, waiting) => {
      const sender = new BatchSender(counts, waiting);
      return batch => sender.send(batch);
    }
  );

  accept(trace: TraceRecorder, spans: readonly RecordingSpan[]): void {
    const { target } = trace;
    if (target === undefined) {
      this._queue.drop(
        'no usable tracking server is set: traces are not stored (set MLFLOW_TRACKING_URI, or call setTrackingUri)'
      );
    } else {
      this._queue.add({ trace, target, spans });
    }
  }

  drain(timeoutSeconds: number): Promise<number> {
    return this._queue.drain(timeoutSeconds);
  }

  report(): FlushResult {
    return this._queue.report();
  }
}
