import type { RecordingSpan } from '../recording/recording-span';
import type { TraceRecorder } from '../recording/trace-recorder';
import type { FlushResult, TraceSink } from '../recording/trace-sink';
import { MlflowExporter } from './mlflow-exporter';
import { OtlpExporter } from './otlp-exporter';

/** Gives each trace to the exporter of the place that it started for, or to both. */
export class TraceRouter implements TraceSink {
  private readonly _mlflow: TraceSink = new MlflowExporter();
  private readonly _collector: TraceSink = new OtlpExporter();

  accept(trace: TraceRecorder, spans: readonly RecordingSpan[]): void {
    const { target, collector } = trace;
    if (collector !== undefined) {
      this._collector.accept(trace, spans);
    }
    // With neither, it is MLflow's exporter that says so.
    if (target !== undefined || collector === undefined) {
      this._mlflow.accept(trace, spans);
    }
  }

  async drain(timeoutSeconds: number): Promise<number> {
    const [first, second] = await Promise.all([
      this._mlflow.drain(timeoutSeconds),
      this._collector.drain(timeoutSeconds)
    ]);
    return first + second;
  }

  report(): FlushResult {
    return sumOf(this._mlflow.report(), this._collector.report());
  }
}

/** With dual export each trace counts twice, as it is sent twice. */
function sumOf(first: FlushResult, second: FlushResult): FlushResult {
  return {
    sent: first.sent + second.sent,
    failed: first.failed + second.failed,
    dropped: first.dropped + second.dropped,
    pending: first.pending + second.pending,
    errors: [...new Set([...first.errors, ...second.errors])]
  };
}
