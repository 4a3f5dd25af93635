import { mlflowTraceId } from '../../bundle/ids';
import type { Nanoseconds } from '../../bundle/types';
import type { SpanStatus } from '../recording/span-status';
import type { SpanType } from '../recording/span-type';
import { valueOfJson } from './exact-value';
import type { FinishedSpanEvent, SpanData, SpanLink } from './span-data';
import { REQUEST_ID } from './span-json';

/**
 * A span as it was stored: what a live span tells, without its setters. Values are parsed when they are first asked
 * for. Integers that no JavaScript number holds are bigints.
 * @example
 * ```ts
 * const span = (await getTrace(traceId))?.data.spans[0];
 * span instanceof Span && span.endTimeNs !== null && span.endTimeNs > span.startTimeNs; // → true
 * ```
 */
export class Span {
  private readonly _data: SpanData;
  private readonly _values = new Map<string, unknown>();

  /** Spans are made by `Trace.fromJSON` and by whatever fetches a trace. */
  constructor(data: SpanData) {
    this._data = data;
  }

  get name(): string {
    return this._data.name;
  }

  /** 16 hexadecimal digits. */
  get spanId(): string {
    return this._data.spanId;
  }

  /** `tr-` and 32 hexadecimal digits. */
  get traceId(): string {
    const id = this.getAttribute(REQUEST_ID);
    return typeof id === 'string' ? id : mlflowTraceId(this._data.otelTraceId);
  }

  /** `null` for a root span. */
  get parentId(): string | null {
    return this._data.parentId;
  }

  get spanType(): SpanType {
    const type = this.getAttribute('mlflow.spanType');
    return typeof type === 'string' ? type : 'UNKNOWN';
  }

  get status(): SpanStatus {
    return this._data.status;
  }

  /** Nanoseconds since the Unix epoch. */
  get startTimeNs(): Nanoseconds {
    return this._data.startTimeNs;
  }

  /** `null` when the span has not ended. */
  get endTimeNs(): Nanoseconds | null {
    return this._data.endTimeNs;
  }

  /** The same as `startTimeNs`, under the name that a live span has for it. */
  get startTime(): Nanoseconds {
    return this.startTimeNs;
  }

  get endTime(): Nanoseconds | null {
    return this.endTimeNs;
  }

  /** `undefined` when none were recorded. */
  get inputs(): unknown {
    return this.getAttribute('mlflow.spanInputs');
  }

  get outputs(): unknown {
    return this.getAttribute('mlflow.spanOutputs');
  }

  /** Every attribute, inputs and outputs among them under MLflow's keys. */
  get attributes(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      [...this._data.attributes.keys()].map(key => [
        key,
        this.getAttribute(key)
      ])
    );
  }

  get events(): readonly FinishedSpanEvent[] {
    return this._data.events;
  }

  get links(): readonly SpanLink[] {
    return this._data.links;
  }

  /** MLflow's levels: 10 DEBUG, 20 INFO, 30 WARNING, 40 ERROR, 50 CRITICAL. */
  get logLevel(): number | undefined {
    const level = this.getAttribute('mlflow.spanLogLevel');
    return typeof level === 'number' ? level : undefined;
  }

  get description(): string | undefined {
    const text = this.getAttribute('mlflow.spanDescription');
    return typeof text === 'string' ? text : undefined;
  }

  /** The model that was called, where the span recorded it. */
  get modelName(): string | undefined {
    const name = this.getAttribute('mlflow.llm.model');
    return typeof name === 'string' ? name : undefined;
  }

  /** The value of one attribute; a text that is no JSON is given as it is, as Python does. */
  getAttribute(key: string): unknown {
    if (!this._values.has(key)) {
      this._values.set(key, decoded(this._data.attributes.get(key)));
    }
    return this._values.get(key);
  }

  /** What is stored of the span. */
  toData(): SpanData {
    return this._data;
  }

  toString(): string {
    return `Span(name=${JSON.stringify(this.name)}, traceId=${this.traceId}, spanId=${this.spanId}, parentId=${this.parentId ?? 'null'})`;
  }
}

// What a notebook prints. Not a member of the class: its type would ask consumers for the types of Node.
Object.defineProperty(
  Span.prototype,
  Symbol.for('nodejs.util.inspect.custom'),
  {
    value(this: Span) {
      const { name, spanType, spanId, parentId, status } = this;
      const { inputs, outputs } = this;
      return { name, spanType, spanId, parentId, status, inputs, outputs };
    }
  }
);

function decoded(stored: unknown): unknown {
  if (typeof stored !== 'string') {
    return stored;
  }
  try {
    return stored === '' ? undefined : valueOfJson(stored);
  } catch {
    return stored;
  }
}
