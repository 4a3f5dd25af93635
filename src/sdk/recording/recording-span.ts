import {
  TraceFlags,
  type HrTime,
  type Link,
  type Span,
  type SpanContext
} from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { JsonText, Nanoseconds, SpanRow } from '../../bundle/types';
import { debug, warn } from '../diag';
import { shared } from '../state';
import type { SpanLink } from '../trace/span-data';
import { jsonTextOf } from '../values/json-text';
import { AttributeKey } from './attribute-keys';
import { hrTimeOf, nanosecondsOf } from './clock';
import { exceptionFactsOf, statusTextOf } from './exception';
import type { EndOptions, LiveSpan, SpanEvent } from './live-span';
import { fillOtelSpan, type Recording } from './fill-otel-span';
import { checkedLogLevel, logLevelOf } from './log-level';
import { otelLinkOf, spanLinkOf } from './span-link';
import {
  statusCodeOf,
  type SpanStatus,
  type SpanStatusCode
} from './span-status';
import { RecordedEvent } from './recorded-event';
import { limitAttachments } from './limit-attachments';
import { endMirror } from './otel-bridge';
import { SpanFace } from './span-face';
import { applySpanProcessors, isInProcess } from './span-processors';
import { spanRowOf } from './span-row';
import { startOtelSpan, type SpanIdentity } from './tracer';
import { SpanScope } from './span-scope';
import type { SpanType } from './span-type';
import type { TraceRecorder } from './trace-recorder';

const UNKNOWN_TYPE = '"UNKNOWN"';
const UNSET: SpanStatus = { statusCode: 'UNSET' };
const OK: SpanStatus = { statusCode: 'OK' };

/** What is shown of a running span while there are span processors. */
const WITHHELD: ReadonlyMap<string, JsonText> = new Map();

/** Tells our spans, of any copy of the SDK, from other objects. */
const BRAND = Symbol.for('spanbook.span');

/**
 * The live span. Attributes are kept as JSON text, so that what is exported and what the notebook shows come from one
 * copy. The OpenTelemetry span is made of it when it is exported: it costs as much as all of this, and the user's code
 * need not wait for it.
 */
export class RecordingSpan implements Omit<LiveSpan, never> {
  readonly [BRAND] = true;
  readonly traceId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly spanId: string;
  readonly recorder: TraceRecorder;
  /** The run of the user's code that the span is about, when it is about one. */
  readonly scope: SpanScope;
  private readonly _identity: SpanIdentity;
  private _context: SpanContext | undefined;
  private readonly _attributes = new Map<string, JsonText>();
  private readonly _events: RecordedEvent[] = [];
  private readonly _links: Link[] = [];
  private _status: SpanStatus = UNSET;
  private _endTime: HrTime | undefined;
  private _ending: EndOptions | undefined;

  constructor(identity: SpanIdentity, recorder: TraceRecorder) {
    this._identity = identity;
    this.name = identity.name;
    this.spanId = identity.spanId;
    this.recorder = recorder;
    this.scope = new SpanScope(this);
    this.traceId = recorder.traceId;
    this.parentId = identity.parent?.spanId ?? null;
    this._attributes.set(AttributeKey.spanType, UNKNOWN_TYPE);
  }

  /** The ids by which other spans refer to this one. */
  get context(): SpanContext {
    this._context ??= contextOf(this._identity);
    return this._context;
  }

  /** The span of the provider that the user registered. */
  get mirror(): Span | undefined {
    return this._identity.mirror;
  }

  /** The span for OpenTelemetry's code. */
  get face(): Span {
    return new SpanFace(this);
  }

  /** The span as OpenTelemetry's exporters take it, made anew; of an ended span. */
  get otel(): ReadableSpan {
    const otel = startOtelSpan(this._identity, this._links);
    fillOtelSpan(otel, this._recording);
    otel.end(this._endTime);
    return otel;
  }

  private get _recording(): Recording {
    return {
      attributes: this._attributes,
      events: this._events,
      status: this._status,
      links: this._links
    };
  }

  get spanType(): SpanType {
    return typeIn(this._attributes.get(AttributeKey.spanType) ?? 'null');
  }

  get status(): SpanStatus {
    return this._status;
  }

  get startTime(): Nanoseconds {
    return nanosecondsOf(this._identity.startTime);
  }

  get endTime(): Nanoseconds | null {
    return this._endTime === undefined ? null : nanosecondsOf(this._endTime);
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
    return this._links.map(spanLinkOf);
  }

  get isEnded(): boolean {
    return this._endTime !== undefined;
  }

  /** UTF-16 units of all attributes and events: about what sending the span takes. */
  get textLength(): number {
    let length = 0;
    for (const text of this._attributes.values()) {
      length += text.length;
    }
    return this._events.reduce((sum, event) => sum + event.textLength, length);
  }

  /** True once outputs were set, be they null. */
  get hasOutputs(): boolean {
    return this._attributes.has(AttributeKey.outputs);
  }

  /** The JSON text of an attribute, also of what is not shown yet. */
  ownTextOf(key: string): JsonText | undefined {
    return this._attributes.get(key);
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
    if (this.isEnded) {
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
    this.setText(AttributeKey.spanType, textOfType(spanType));
  }

  setDescription(description: string): void {
    this.setAttribute(AttributeKey.description, description);
  }

  setLogLevel(level: string | number): void {
    this.setAttribute(AttributeKey.logLevel, checkedLogLevel(level));
  }

  setStatus(status: SpanStatus | SpanStatusCode, description?: string): void {
    if (!this.isEnded) {
      this._status = statusOf(status, description);
    }
  }

  addEvent({ name, attributes = {}, timestamp }: SpanEvent): void {
    if (!this.isEnded) {
      const time =
        timestamp === undefined
          ? this.recorder.clock.now()
          : hrTimeOf(timestamp);
      this._events.push(new RecordedEvent(name, time, attributes));
    }
  }

  addLink(link: SpanLink): void {
    const otelLink = otelLinkOf(link);
    if (!this.isEnded) {
      this._links.push(otelLink);
    }
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
    if (this.isEnded || isInProcess(this)) {
      debug('span ended', `span "${this.name}" has ended already`);
      return;
    }
    this._ending = options;
    try {
      this._merge(options);
      this._finish(endTimeOf(options) ?? this.recorder.clock.now());
    } catch (error) {
      // A full stack, most likely; what else fails once fails again. In place: a full stack has no room for a call.
      // By name: code of another realm, as Jest and tslab make them, throws a RangeError of its own.
      shared.needsRepair ||=
        typeof error === 'object' &&
        error !== null &&
        'name' in error &&
        error.name === 'RangeError';
    }
  }

  /** Ends the span when it was to end and the stack was full. */
  repair(): void {
    if (!this.isEnded) {
      this.scope.finish();
    }
    if (!this.isEnded && this._ending !== undefined) {
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
    return !this.isEnded && shared.spanProcessors.length > 0;
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
    limitAttachments(this);
    if (this._status.statusCode !== 'ERROR') {
      this._status = OK;
    }
    if (!this._attributes.has(AttributeKey.logLevel)) {
      this._attributes.set(
        AttributeKey.logLevel,
        `${logLevelOf(this.spanType, this._events)}`
      );
    }
    applySpanProcessors(this);
    this._endTime = time;
    if (this.mirror !== undefined) {
      endMirror(this.mirror, this._recording, time);
    }
    this.recorder.spanEnded(this);
  }
}

/** True for a recording span of any copy of the SDK, false for a no-op span and everything else. */
export function isRecordingSpan(value: unknown): value is RecordingSpan {
  return typeof value === 'object' && value !== null && BRAND in value;
}

function contextOf({ traceId, spanId, parent }: SpanIdentity): SpanContext {
  const traceState = parent?.traceState;
  return {
    traceId,
    spanId,
    traceFlags: TraceFlags.SAMPLED,
    ...(traceState && { traceState })
  };
}

/** The JSON text of a type, whatever was given as one. Nearly all are plain words, which say the same in quotes. */
function textOfType(type: unknown): JsonText {
  return typeof type === 'string' && /^\w+$/.test(type)
    ? `"${type}"`
    : jsonTextOf(type);
}

/** The type that JSON text says: each span is asked for its own at its end. */
function typeIn(text: JsonText): SpanType {
  return /^"\w*"$/.test(text) ? text.slice(1, -1) : String(JSON.parse(text));
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
