import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { retrySettings } from '../config/http-settings';
import type { TrackingTarget } from '../config/tracking';
import { messageOf, warn } from '../diag';
import { traceInfoOf } from '../recording/trace-info';
import { ExperimentIds } from './experiments';
import type { FlushCounts } from './flush-counts';
import { HttpError } from './http-client';
import { MlflowApi } from './mlflow-api';
import { withRetries } from './retry';
import type { QueuedTrace } from './trace-batch';
import { traceInfoWire } from './trace-info-wire';
import { storedOtel, storedText, takeFiles } from './stored-span';
import type { Waiting } from './waiting';

/** Seconds of failing after which it is said: an embedded server takes up to a minute and a half to start. */
const QUIET_TIME = 90;

/** Sends batches to MLflow and counts what became of their traces. */
export class BatchSender {
  private readonly _experiments = new ExperimentIds();
  private readonly _counts: FlushCounts;
  private readonly _waiting: Waiting;

  constructor(counts: FlushCounts, waiting: Waiting) {
    this._counts = counts;
    this._waiting = waiting;
  }

  /** Resolves when every trace of the batch is stored or lost; all are for one target. */
  async send(batch: readonly QueuedTrace[]): Promise<void> {
    const [first] = batch;
    if (first !== undefined) {
      try {
        await this._putSpans(batch, first.target);
      } catch (error) {
        await this._sendSingly(batch, error);
        return;
      }
      for (const queued of batch) {
        if (queued.trace.isRemote) {
          // What the trace is called, and its tags, are the business of the process in which it began.
          this._counts.countSent();
        } else {
          await this._putInfo(queued);
        }
      }
    }
  }

  /** One trace that the server refuses makes it refuse the batch. */
  private async _sendSingly(
    batch: readonly QueuedTrace[],
    error: unknown
  ): Promise<void> {
    if (batch.length === 1 || !isRefusal(error)) {
      batch.forEach(() => {
        this._lose(error);
      });
      return;
    }
    for (const queued of batch) {
      await this.send([queued]);
    }
  }

  private async _putSpans(
    batch: readonly QueuedTrace[],
    target: TrackingTarget
  ): Promise<void> {
    const spans = batch.flatMap(({ trace, spans }) =>
      spans.map(span => (trace.isRemote ? span.otel : storedOtel(span)))
    );
    await this._putOtelSpans(spans, target);
  }

  private async _putOtelSpans(
    spans: ReadableSpan[],
    target: TrackingTarget
  ): Promise<void> {
    const body = ProtobufTraceSerializer.serializeRequest(spans);
    if (body === undefined) {
      throw new Error('the spans could not be encoded');
    }
    await this._retrying(async () => {
      const experimentId = await this._experiments.idOf(target);
      try {
        await new MlflowApi(target).putSpans(body, experimentId);
      } catch (error) {
        if (error instanceof HttpError && error.failure === 404) {
          this._experiments.forget(target);
        }
        throw error;
      }
    });
  }

  private async _putInfo(queued: QueuedTrace): Promise<void> {
    const { trace, target } = queued;
    try {
      const place = await this._retrying(async () => {
        const experimentId = await this._experiments.idOf(target);
        return new MlflowApi(target).putTraceInfo(
          traceInfoWire(traceInfoOf(trace, storedText), experimentId)
        );
      });
      await this._putFiles(queued, place);
      this._counts.countSent();
    } catch (error) {
      this._lose(error);
    }
  }

  /** Files that cannot be stored go back into the spans, which are sent again. */
  private async _putFiles(
    { spans, target }: QueuedTrace,
    place: string | undefined
  ): Promise<void> {
    for (const span of spans) {
      const files = takeFiles(span);
      try {
        for (const { id, content } of files) {
          await this._retrying(() =>
            new MlflowApi(target).putArtifact(
              `${place ?? ''}/attachments/${id}`,
              content
            )
          );
        }
      } catch (error) {
        const reason = messageOf(error);
        this._counts.note(reason);
        warn(
          `attachments: ${reason}`,
          `attachments stay in the spans: ${reason}`
        );
        await this._putOtelSpans([span.otel], target);
      }
    }
  }

  private _retrying<T>(work: () => Promise<T>): Promise<T> {
    return withRetries(work, {
      settings: retrySettings(),
      waiting: this._waiting,
      onRetry: (error, elapsed) => {
        this._counts.note(error.message);
        if (elapsed > QUIET_TIME) {
          warn('outage', `traces wait to be stored: ${error.message}`);
        }
      }
    });
  }

  private _lose(error: unknown): void {
    const reason = messageOf(error);
    this._counts.countFailed(reason);
    warn(`lost: ${reason}`, `traces could not be stored: ${reason}`);
  }
}

/** True when the server looked at the request and did not want it. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof HttpError &&
    typeof error.failure === 'number' &&
    error.failure >= 400 &&
    error.failure !== 401 &&
    error.failure !== 403
  );
}
