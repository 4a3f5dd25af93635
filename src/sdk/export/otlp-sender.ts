import { context } from '@opentelemetry/api';
import { suppressTracing, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { CollectorTarget } from '../config/collector';
import { retrySettings } from '../config/http-settings';
import { messageOf, warn } from '../diag';
import type { FlushCounts } from './flush-counts';
import { HttpError } from './http-client';
import { loadOtlpExporter, type SpanExporter } from './otlp-exporters';
import { failureOf } from './otlp-failure';
import { collectorSpan } from './otlp-span';
import { onPartialSuccess, type PartialSuccess } from './partial-success';
import { withRetries } from './retry';
import type { QueuedTrace } from './trace-batch';
import type { Waiting } from './waiting';

/** Sends batches to collectors and counts what became of their traces. */
export class OtlpSender {
  private readonly _exporters = new WeakMap<
    CollectorTarget,
    Promise<SpanExporter>
  >();
  private readonly _counts: FlushCounts;
  private readonly _waiting: Waiting;

  constructor(counts: FlushCounts, waiting: Waiting) {
    this._counts = counts;
    this._waiting = waiting;
  }

  /** Resolves when every trace of the batch is sent or lost; all are for one collector. */
  async send(batch: readonly QueuedTrace<CollectorTarget>[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) {
      return;
    }
    try {
      const partial = await this._sendSpans(
        batch.flatMap(collectorSpans),
        first.target
      );
      const lost = partial && this._rejected(batch.length, partial);
      batch.slice(lost ?? 0).forEach(() => {
        this._counts.countSent();
      });
    } catch (error) {
      await this._sendSingly(batch, error);
    }
  }

  /** One trace that the collector refuses, or finds too large, makes it refuse the batch. */
  private async _sendSingly(
    batch: readonly QueuedTrace<CollectorTarget>[],
    error: unknown
  ): Promise<void> {
    if (batch.length > 1 && isRefusal(error)) {
      for (const queued of batch) {
        await this.send([queued]);
      }
      return;
    }
    const reason = messageOf(error);
    batch.forEach(() => {
      this._counts.countFailed(reason);
    });
    warn(`lost: ${reason}`, `traces could not be sent: ${reason}`);
  }

  /**
   * Counts traces as failed, and says so: a collector tells how many spans it left out, and not which. They are not to
   * be sent again (OTLP specification, "Partial Success").
   */
  private _rejected(
    traces: number,
    { rejectedSpans, message }: PartialSuccess
  ): number {
    const lost = Math.min(rejectedSpans, traces);
    const words = message === '' ? '' : `: ${message.slice(0, MAX_WORDS)}`;
    const reason =
      lost > 0
        ? `the collector rejected ${rejectedSpans} spans${words}`
        : `the collector warns${words}`;
    for (let trace = 0; trace < lost; trace++) {
      this._counts.countFailed(reason);
    }
    this._counts.note(reason);
    warn(`partial success: ${message}`, reason);
    return lost;
  }

  private async _sendSpans(
    spans: readonly ReadableSpan[],
    target: CollectorTarget
  ): Promise<PartialSuccess | undefined> {
    const exporter = await this._exporterFor(target);
    return withRetries(
      async () => {
        const { error, partial } = await exported(exporter, spans);
        if (error !== undefined) {
          throw failureOf(error, target);
        }
        return partial;
      },
      {
        settings: retrySettings(),
        waiting: this._waiting,
        onRetry: ({ message }) => {
          this._counts.note(message);
          warn('collector outage', `traces wait to be sent: ${message}`);
        }
      }
    );
  }

  /** Asked for once a collector; a failure is not remembered: the package that was missing may be installed now. */
  private _exporterFor(target: CollectorTarget): Promise<SpanExporter> {
    const known = this._exporters.get(target) ?? listenedTo(target);
    this._exporters.set(target, known);
    known.catch(() => this._exporters.delete(target));
    return known;
  }
}

/** Characters of a collector's own words that a message repeats. */
const MAX_WORDS = 300;

/** What an exporter reports. */
type Exported = ExportResult & { readonly partial: PartialSuccess | undefined };

/** What the collector said of the request that an exporter is just about to report, until it has. */
const heard = new WeakMap<SpanExporter, PartialSuccess>();

/** Suppressed: an instrumentation of http that the user registered must not record our requests as his. */
function exported(
  exporter: SpanExporter,
  spans: readonly ReadableSpan[]
): Promise<Exported> {
  return new Promise(resolve => {
    context.with(suppressTracing(context.active()), () => {
      exporter.export([...spans], result => {
        const partial = heard.get(exporter);
        heard.delete(exporter);
        resolve({ ...result, partial });
      });
    });
  });
}

async function listenedTo(target: CollectorTarget): Promise<SpanExporter> {
  const exporter = await loadOtlpExporter(target);
  onPartialSuccess(exporter, partial => heard.set(exporter, partial));
  return exporter;
}

function collectorSpans(queued: QueuedTrace<CollectorTarget>): ReadableSpan[] {
  return queued.spans.map(span => collectorSpan(span, queued));
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof HttpError &&
    typeof error.failure === 'number' &&
    error.failure !== 401 &&
    error.failure !== 403
  );
}
