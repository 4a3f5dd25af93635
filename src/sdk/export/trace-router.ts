import type { RecordingSpan } from '../recording/recording-span';
import type { TraceRecorder } from '../recording/trace-recorder';
import type {
  FlushResult,
  SinkStatus,
  SpoolStatus,
  TraceSink
} from '../recording/trace-sink';
import { MlflowExporter } from './mlflow-exporter';
import { OtlpExporter } from './otlp-exporter';

/** Gives each trace to the exporter of the place that it started for, or to both. */
export class TraceRouter implements TraceSink {
  private readonly _mlflow = new MlflowExporter();
  private readonly _collector = new OtlpExporter();

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

  /** Takes over what earlier processes left. Never rejects. */
  adopt(): Promise<void> {
    return this._mlflow.adopt();
  }

  /** To be called when the process ends. */
  close(): void {
    this._mlflow.close();
  }

  secure(): void {
    this._mlflow.secure();
  }

  setEager(isEager: boolean): void {
    this._mlflow.setEager(isEager);
  }

  tried(trace: TraceRecorder): Promise<void> | undefined {
    return this._mlflow.tried(trace);
  }

  /** Collectors have no place on disk where traces wait. */
  waiting(): ReadonlyMap<string, string> {
    return this._mlflow.waiting();
  }

  status(): SinkStatus {
    return statusOf(this._mlflow.status(), this._collector.status());
  }

  spoolStatus(): SpoolStatus {
    return this._mlflow.spoolStatus();
  }
}

/** With dual export each trace counts twice, as it is sent twice. */
function sumOf(first: FlushResult, second: FlushResult): FlushResult {
  return {
    sent: first.sent + second.sent,
    kept: first.kept + second.kept,
    failed: first.failed + second.failed,
    dropped: first.dropped + second.dropped,
    pending: first.pending + second.pending,
    errors: [...new Set([...first.errors, ...second.errors])]
  };
}

function statusOf(first: SinkStatus, second: SinkStatus): SinkStatus {
  return {
    queued: first.queued + second.queued,
    inFlight: first.inFlight + second.inFlight,
    kept: first.kept + second.kept,
    sent: first.sent + second.sent,
    resent: first.resent + second.resent,
    failed: first.failed + second.failed,
    dropped: first.dropped + second.dropped,
    lastError: first.lastError ?? second.lastError
  };
}
