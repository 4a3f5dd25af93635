import { SpanStatusCode, type Attributes, type Link } from '@opentelemetry/api';
import { isAttributeValue } from '@opentelemetry/core';
import type { Span } from '@opentelemetry/sdk-trace-base';
import type { JsonText } from '../../bundle/types';
import { jsonTextOf } from '../values/json-text';
import { otlpValueOf } from './otlp-value';
import type { RecordedEvent } from './recorded-event';
import type { SpanStatus } from './span-status';

/** What was recorded of a span that is about to end. */
export type Recording = {
  readonly attributes: ReadonlyMap<string, JsonText>;
  readonly events: readonly RecordedEvent[];
  readonly status: SpanStatus;
  readonly links: readonly Link[];
};

/** Gives the OpenTelemetry span, which is what gets exported, all that was recorded. */
export function fillOtelSpan(
  otel: Span,
  { attributes, events, status }: Recording
): void {
  for (const [key, text] of attributes) {
    otel.attributes[key] = otlpValueOf(text);
  }
  for (const event of events) {
    otel.addEvent(event.name, eventAttributesOf(event), event.time);
  }
  const { statusCode, description } = status;
  otel.setStatus({
    code: statusCode === 'ERROR' ? SpanStatusCode.ERROR : SpanStatusCode.OK,
    ...(description === undefined ? {} : { message: description })
  });
}

/** The attributes of an event for OpenTelemetry. */
export function eventAttributesOf({ attributes }: RecordedEvent): Attributes {
  // `RecordedEvent.attributes` is the text of an object.
  return otlpAttributesOf(JSON.parse(attributes) as Record<string, unknown>);
}

/** Attributes of events and links: MLflow keeps them as they come, without looking for JSON in a text. */
export function otlpAttributesOf(
  attributes: Readonly<Record<string, unknown>>
): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key,
      isAttributeValue(value) ? value : jsonTextOf(value)
    ])
  );
}
