import type { CollectorTarget } from '../config/collector';
import type { RecordingSpan } from '../recording/recording-span';
import type { TraceRecorder } from '../recording/trace-recorder';
import type { FlushResult, SinkStatus } from '../recording/trace-sink';
import { OtlpSender } from './otlp-sender';
import { TraceQueue } from './trace-queue';

/** Sends traces to an OpenTelemetry Collector; those without one are not for it. They wait in memory only. */
export class OtlpExporter {
  private readonly _queue = new TraceQueue<CollectorTarget>(
    (counts, waiting) => {
      const sender = new OtlpSender(counts, waiting);
      return batch => sender.send(batch);
    }
  );

  accept(trace: TraceRecorder, spans: readonly RecordingSpan[]): void {
    const { collector: target } = trace;
    if (target !== undefined) {
      this._queue.add({ trace, target, spans });
    }
  }

  drain(timeoutSeconds: number): Promise<number> {
    return this._queue.drain(timeoutSeconds);
  }

  report(): FlushResult {
    return this._queue.report();
  }

  status(): SinkStatus {
    return this._queue.status();
  }
}
