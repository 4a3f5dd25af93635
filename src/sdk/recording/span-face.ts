import {
  SpanStatusCode,
  type Attributes,
  type AttributeValue,
  type Exception,
  type Link,
  type Span,
  type SpanContext,
  type SpanStatus,
  type TimeInput
} from '@opentelemetry/api';
import { isTimeInput, timeInputToHrTime } from '@opentelemetry/core';
import { nanosecondsOf } from './clock';
import type { RecordingSpan } from './recording-span';
import { spanLinkOf } from './span-link';

/**
 * Our span as OpenTelemetry's code knows spans: what an instrumentation says of the active span is recorded. Its name
 * and its end are ours to say.
 */
export class SpanFace implements Span {
  private readonly _span: RecordingSpan;

  constructor(span: RecordingSpan) {
    this._span = span;
  }

  spanContext(): SpanContext {
    return this._span.context;
  }

  setAttribute(key: string, value: AttributeValue): this {
    this._span.setAttribute(key, value);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    this._span.setAttributes(attributes);
    return this;
  }

  addEvent(
    name: string,
    attributesOrTime?: Attributes | TimeInput,
    time?: TimeInput
  ): this {
    const isTime = isTimeInput(attributesOrTime);
    const timestamp = isTime ? attributesOrTime : time;
    this._span.addEvent({
      name,
      ...(!isTime && attributesOrTime && { attributes: attributesOrTime }),
      ...(timestamp !== undefined && {
        timestamp: nanosecondsOf(timeInputToHrTime(timestamp))
      })
    });
    return this;
  }

  addLink(link: Link): this {
    this._span.addLink(spanLinkOf(link));
    return this;
  }

  addLinks(links: Link[]): this {
    links.forEach(link => this.addLink(link));
    return this;
  }

  setStatus({ code, message }: SpanStatus): this {
    this._span.setStatus(
      code === SpanStatusCode.ERROR ? 'ERROR' : 'OK',
      message
    );
    return this;
  }

  updateName(): this {
    return this;
  }

  end(): void {
    // Whoever started it ends it.
  }

  isRecording(): boolean {
    return !this._span.isEnded;
  }

  recordException(exception: Exception): void {
    this._span.recordException(exception);
  }
}
