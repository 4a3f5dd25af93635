import { spanTableOf } from '../../bundle/span-table';
import type { TraceRecord } from '../../bundle/types';
import type { CollectorTarget } from '../config/collector';
import type { TraceRoute } from '../config/trace-route';
import type { TrackingTarget } from '../config/tracking';
import { shared } from '../state';
import { rememberLastTrace, type Ambient } from './ambient';
import { TraceClock } from './clock';
import { notify } from './observers';
import { repairSpans } from './repair';
import type { RecordingSpan } from './recording-span';
import { TraceDetails } from './trace-details';
import { traceInfoOf } from './trace-info';
import { openTrace } from './trace-timeout';
import type { RecordedTrace } from './types';

/** How a trace began. */
export type TraceOrigin = {
  /** The scope in which it started. */
  readonly ambient: Ambient | undefined;
  /** True when its root span hangs under a span of another process, which says what the trace is. */
  readonly isRemote: boolean;
};

/**
 * One trace while it is made. It lives as long as one of its spans is reachable: a span that is added after the trace
 * has ended still finds it, and is sent late.
 */
export class TraceRecorder implements RecordedTrace {
  readonly traceId: string;
  readonly clock: TraceClock;
  readonly target: TrackingTarget | undefined;
  readonly collector: CollectorTarget | undefined;
  readonly details: TraceDetails;
  readonly isRemote: boolean;
  private readonly _ambient: Ambient | undefined;
  private readonly _spans: RecordingSpan[] = [];
  private _unsent: RecordingSpan[] = [];
  private _openSpans = 0;

  constructor(
    otelTraceId: string,
    clock: TraceClock,
    { target, collector }: TraceRoute,
    { ambient, isRemote }: TraceOrigin
  ) {
    this.traceId = `tr-${otelTraceId}`;
    this.clock = clock;
    this.target = target;
    this.collector = collector;
    this.details = new TraceDetails();
    this.isRemote = isRemote;
    this._ambient = ambient;
  }

  get root(): RecordingSpan | undefined {
    return this._spans[0];
  }

  get spans(): readonly RecordingSpan[] {
    return this._spans;
  }

  /** Seconds since the trace was started here, whatever start time it was given. */
  get age(): number {
    return (performance.now() - this.clock.startedAt) / 1000;
  }

  get isEnded(): boolean {
    return this._spans.length > 0 && this._openSpans === 0;
  }

  /**
   * Adds a span that has just started. Under a full stack it throws before anything is changed, or not at all: a span
   * that is counted has a caller who ends it.
   */
  addSpan(span: RecordingSpan): void {
    this._spans.push(span);
    this._openSpans += 1;
    try {
      this._announce();
    } catch {
      // Observers hear of the span with the next change.
    }
  }

  spanEnded(span: RecordingSpan): void {
    this._unsent.push(span);
    this._openSpans -= 1;
    shared.detachedSpans.delete(span);
    if (span === this.root && !this.isRemote) {
      rememberLastTrace(this.traceId, this._ambient);
    }
    if (this._openSpans === 0) {
      shared.openTraces.delete(this.traceId);
      notify('traceEnded', this);
      this.send();
      return;
    }
    notify('traceChanged', this);
    if (span === this.root && shared.needsRepair) {
      repairSpans(this._spans);
    }
  }

  /** Looks at the root first, and then at the latest spans: these are the parents that are asked for. */
  spanWithId(spanId: string): RecordingSpan | undefined {
    if (this.root?.spanId === spanId) {
      return this.root;
    }
    for (let index = this._spans.length - 1; index > 0; index--) {
      if (this._spans[index]?.spanId === spanId) {
        return this._spans[index];
      }
    }
    return undefined;
  }

  /** Tags, previews or the like have changed. */
  detailsChanged(): void {
    notify('traceChanged', this);
  }

  /** Hands the ended spans that were not sent yet to the exporter; nothing before the root has ended. */
  send(): void {
    if (this._unsent.length > 0 && this.root?.isEnded === true) {
      const spans = this._unsent;
      this._unsent = [];
      shared.sink?.accept(this, spans);
    }
  }

  private _announce(): void {
    if (this._spans.length === 1) {
      openTrace(this);
      notify('traceStarted', this);
    } else {
      notify('traceChanged', this);
    }
  }

  snapshot(): TraceRecord {
    const origin = this.root?.startTime ?? 0n;
    return {
      info: traceInfoOf(this),
      spans: spanTableOf(this._spans.map(span => span.toRow(origin)))
    };
  }
}
