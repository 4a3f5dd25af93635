import type { HrTime } from '@opentelemetry/api';
import type { JsonText, Nanoseconds, SpanRow } from '../../bundle/types';
import { jsonStringOf } from '../values/json-text';
import { AttributeKey } from './attribute-keys';
import { nanosecondsOf } from './clock';
import type { RecordedEvent } from './recorded-event';
import type { RecordingSpan } from './recording-span';
import { OTEL_STATUS } from './span-status';

/** What a row needs besides the span's public side. */
export type RowSource = {
  readonly attributes: ReadonlyMap<string, JsonText>;
  readonly events: readonly RecordedEvent[];
  /** Start of the trace. */
  readonly origin: Nanoseconds;
};

/** The attributes that have a column of their own in the bundle. */
const COLUMN_KEYS: ReadonlySet<string> = new Set([
  AttributeKey.inputs,
  AttributeKey.outputs,
  AttributeKey.spanType
]);

/** The span as a row of the bundle, times in microseconds since the trace's start. */
export function spanRowOf(
  span: RecordingSpan,
  { attributes, events, origin }: RowSource
): SpanRow {
  const since = (time: Nanoseconds): number => Number(time - origin) / 1000;
  return {
    spanId: span.spanId,
    parentId: span.parentId ?? undefined,
    name: span.name,
    spanType: span.spanType,
    start: since(span.startTime),
    end: span.endTime === null ? undefined : since(span.endTime),
    status: OTEL_STATUS[span.status.statusCode],
    statusMessage: span.status.description,
    inputs: attributes.get(AttributeKey.inputs),
    outputs: attributes.get(AttributeKey.outputs),
    attributes: otherAttributesText(attributes),
    events: eventsText(events, time => since(nanosecondsOf(time)))
  };
}

function otherAttributesText(
  attributes: ReadonlyMap<string, JsonText>
): JsonText | undefined {
  const members = [...attributes]
    .filter(([key]) => !COLUMN_KEYS.has(key))
    .map(([key, text]) => `${jsonStringOf(key)}:${text}`);
  return members.length === 0 ? undefined : `{${members.join(',')}}`;
}

function eventsText(
  events: readonly RecordedEvent[],
  since: (time: HrTime) => number
): JsonText | undefined {
  const texts = events.map(
    ({ name, time, attributes }) =>
      `{"name":${jsonStringOf(name)},"time":${Math.round(since(time))},"attributes":${attributes}}`
  );
  return texts.length === 0 ? undefined : `[${texts.join(',')}]`;
}
