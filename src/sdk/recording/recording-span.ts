import type { HrTime } from '@opentelemetry/api';
import type { Span as OtelSpan } from '@opentelemetry/sdk-trace-base';
import type { JsonText, Nanoseconds, SpanRow } from '../../bundle/types';
import { debug, warn } from '../diag';
import { shared } from '../state';
import type { SpanLink } from '../trace/span-data';
import { jsonTextOf } from '../values/json-text';
import { AttributeKey } from './attribute-keys';
import { hrTimeOf, nanosecondsOf } from './clock';
import { exceptionFactsOf, statusTextOf } from './exception';
import type { EndOptions, LiveSpan, SpanEvent } from './live-span';
import { fillOtelSpan } from './fill-otel-span';
import { checkedLogLevel, logLevelOf } from './log-level';
import { otelLinkOf, spanLinkOf } from './span-link';
import {
  statusCodeOf,
  type SpanStatus,
  type SpanStatusCode
} from './span-status';
import type { RecordedEvent } from './recorded-event';
import { applySpanProcessors, isInProcess } from './span-processors';
import { spanRowOf } from './span-row';
import { SpanScope } from './span-scope';
import type { SpanType } from './span-type';
import type { TraceRecorder } from './trace-recorder';

/** What is shown of a running span while there are span processors. */
const WITHHELD: ReadonlyMap<string, JsonText> = new Map();

/** Tells our spans, of any copy of the SDK, from other objects. */
const BRAND = Symbol.for('spanbook.span');

/**
 * The live span on top of an OpenTelemetry span. Attributes are kept as JSON text and given to the OpenTelemetry span
 * when it ends, so that what is exported and what the notebook shows come from one copy.
 */
export class RecordingSpan implements Omit<LiveSpan, never> {
  readonly [BRAND] = true;
  readonly traceId: string;
  readonly parentId: string | null;
  readonly otel: OtelSpan;
  readonly recorder: TraceRecorder;
  /** The run of the user's code that the span is about, when it is about one. */
  readonly scope: SpanScope;
  private readonly _attributes = new Map<string, JsonText>();
  private readonly _events: RecordedEvent[] = [];
  private _status: SpanStatus = { statusCode: 'UNSET' };
  private _isEnded = false;
  private _ending: EndOptions | undefined;

  constructor(otel: OtelSpan, recorder: TraceRecorder) {
    this.otel = otel;
    this.recorder = recorder;
    this.scope = new SpanScope(this);
    this.traceId = recorder.traceId;
    this.parentId = otel.parentSpanContext?.spanId ?? null;
    this._attributes.set(AttributeKey.spanType, '"UNKNOWN"');
  }

  get name(): string {
    return this.otel.name;
  }

  get spanId(): string {
    return this.otel.spanContext().spanId;
  }

  get spanType(): SpanType {
    return String(this._valueOf(AttributeKey.spanType));
  }

  get status(): SpanStatus {
    return this._status;
  }

  get startTime(): Nanoseconds {
    return nanosecondsOf(this.otel.startTime);
  }

  get endTime(): Nanoseconds | null {
    return this._isEnded ? nanosecondsOf(this.otel.endTime) : null;
  }

  get inputs(): unknown {
    return this._valueOf(AttributeKey.inputs);
  }

  get outputs(): unknown {
    return this._valueOf(AttributeKey.outputs);
  }

  get attributes(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      [...this._attributes].map(([key, text]) => [key, JSON.parse(text)])
    );
  }

  get events(): readonly SpanEvent[] {
    return this._events.map(({ name, time, attributes }) => ({
      name,
      // The text was written from an object by `addEvent`.
      attributes: JSON.parse(attributes) as Record<string, unknown>,
      timestamp: nanosecondsOf(time)
    }));
  }

  get links(): readonly SpanLink[] {
    return this.otel.links.map(spanLinkOf);
  }

  get isEnded(): boolean {
    return this._isEnded;
  }

  /** UTF-16 units of all attributes and events: about what sending the span takes. */
  get textLength(): number {
    let length = 0;
    for (const text of this._attributes.values()) {
      length += text.length;
    }
    return this._events.reduce(
      (sum, { attributes }) => sum + attributes.length,
      length
    );
  }

  /** True once outputs were set, be they null. */
  get hasOutputs(): boolean {
    return this._attributes.has(AttributeKey.outputs);
  }

  /** The JSON text of an attribute, as it may be shown and sent. */
  textOf(key: string): JsonText | undefined {
    return this._shownAttributes.get(key);
  }

  setInputs(inputs: unknown): void {
    this.setAttribute(AttributeKey.inputs, inputs);
  }

  setOutputs(outputs: unknown): void {
    this.setAttribute(AttributeKey.outputs, outputs);
  }

  setAttribute(key: string, value: unknown): void {
    if (typeof key !== 'string' || key === '') {
      warn(
        'attribute key',
        'setAttribute: a key is a text that is not empty; the attribute is skipped'
      );
    } else {
      this.setText(key, jsonTextOf(value));
    }
  }

  /** Like `setAttribute`, for a value that is JSON text already. */
  setText(key: string, text: JsonText): void {
    if (this._isEnded) {
      debug('span ended', `span "${this.name}" has ended: ${key} is not set`);
      return;
    }
    this._attributes.set(key, text);
  }

  setAttributes(attributes: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(attributes)) {
      this.setAttribute(key, value);
    }
  }

  setSpanType(spanType: SpanType): void {
    this.setAttribute(AttributeKey.spanType, spanType);
  }

  setDescription(description: string): void {
    this.setAttribute(AttributeKey.description, description);
  }

  setLogLevel(level: string | number): void {
    this.setAttribute(AttributeKey.logLevel, checkedLogLevel(level));
  }

  setStatus(status: SpanStatus | SpanStatusCode, description?: string): void {
    if (!this._isEnded) {
      this._status = statusOf(status, description);
    }
  }

  addEvent({ name, attributes = {}, timestamp }: SpanEvent): void {
    if (!this._isEnded) {
      const time =
        timestamp === undefined
          ? this.recorder.clock.now()
          : hrTimeOf(timestamp);
      this._events.push({ name, time, attributes: jsonTextOf(attributes) });
    }
  }

  addLink(link: SpanLink): void {
    this.otel.addLink(otelLinkOf(link));
  }

  recordException(error: unknown): void {
    const facts = exceptionFactsOf(error);
    // The event comes last: when the stack is full and all of this is done again later, it is still added once.
    this.setStatus('ERROR', statusTextOf(facts));
    this.addEvent({
      name: 'exception',
      attributes: {
        'exception.message': facts.message,
        'exception.type': facts.type,
        'exception.stacktrace': facts.stacktrace
      }
    });
  }

  end(options: EndOptions = {}): void {
    if (this._isEnded || isInProcess(this)) {
      debug('span ended', `span "${this.name}" has ended already`);
      return;
    }
    this._ending = options;
    try {
      this._merge(options);
      this._finish(endTimeOf(options) ?? this.recorder.clock.now());
    } catch (error) {
      // A full stack, most likely; what else fails once fails again.
      shared.needsRepair = error instanceof RangeError;
    }
  }

  /** Ends the span when it was to end and the stack was full. */
  repair(): void {
    if (!this._isEnded) {
      this.scope.finish();
    }
    if (!this._isEnded && this._ending !== undefined) {
      this.end(this._ending);
    }
  }

  [Symbol.dispose](): void {
    this.end();
  }

  /** The span as a row of the bundle; times in microseconds since `origin`. */
  toRow(origin: Nanoseconds): SpanRow {
    return spanRowOf(this, {
      attributes: this._shownAttributes,
      events: this._isWithheld ? [] : this._events,
      origin
    });
  }

  /** Nothing that span processors may still hide is shown of a running span. */
  private get _isWithheld(): boolean {
    return !this._isEnded && shared.spanProcessors.length > 0;
  }

  private get _shownAttributes(): ReadonlyMap<string, JsonText> {
    return this._isWithheld ? WITHHELD : this._attributes;
  }

  private _valueOf(key: string): unknown {
    const text = this._attributes.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  private _merge({ attributes, outputs, status }: EndOptions): void {
    if (attributes !== undefined) {
      this.setAttributes(attributes);
    }
    if (outputs !== undefined) {
      this.setOutputs(outputs);
    }
    if (status !== undefined) {
      this.setStatus(status);
    }
  }

  private _finish(time: HrTime): void {
    if (this._status.statusCode !== 'ERROR') {
      this._status = { statusCode: 'OK' };
    }
    if (!this._attributes.has(AttributeKey.logLevel)) {
      this._attributes.set(
        AttributeKey.logLevel,
        `${logLevelOf(this.spanType, this._events)}`
      );
    }
    applySpanProcessors(this);
    fillOtelSpan(this.otel, {
      attributes: this._attributes,
      events: this._events,
      status: this._status
    });
    if (!this.otel.ended) {
      this.otel.end(time);
    }
    this._isEnded = true;
    this.recorder.spanEnded(this);
  }
}

/** True for a recording span of any copy of the SDK, false for a no-op span and everything else. */
export function isRecordingSpan(value: unknown): value is RecordingSpan {
  return typeof value === 'object' && value !== null && BRAND in value;
}

function statusOf(
  status: SpanStatus | SpanStatusCode,
  description: string | undefined
): SpanStatus {
  const { statusCode, description: own } =
    typeof status === 'string'
      ? { statusCode: status, description }
      : { description, ...status };
  const code = statusCodeOf(statusCode);
  return own === undefined
    ? { statusCode: code }
    : { statusCode: code, description: own };
}

function endTimeOf({ endTimeNs }: EndOptions): HrTime | undefined {
  return endTimeNs === undefined ? undefined : hrTimeOf(BigInt(endTimeNs));
}
