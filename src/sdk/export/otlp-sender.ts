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
      await this._sendSpans(batch.flatMap(collectorSpans), first.target);
      batch.forEach(() => {
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

  private async _sendSpans(
    spans: readonly ReadableSpan[],
    target: CollectorTarget
  ): Promise<void> {
    const exporter = await this._exporterFor(target);
    await withRetries(
      async () => {
        const { error } = await exported(exporter, spans);
        if (error !== undefined) {
          throw failureOf(error, target);
        }
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
    const known = this._exporters.get(target) ?? loadOtlpExporter(target);
    this._exporters.set(target, known);
    known.catch(() => this._exporters.delete(target));
    return known;
  }
}

/** Suppressed: an instrumentation of http that the user registered must not record our requests as his. */
function exported(
  exporter: SpanExporter,
  spans: readonly ReadableSpan[]
): Promise<ExportResult> {
  return new Promise(resolve => {
    context.with(suppressTracing(context.active()), () => {
      exporter.export([...spans], resolve);
    });
  });
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
