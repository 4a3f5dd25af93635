import { Buffer } from 'node:buffer';
import { isNoId, mlflowTraceId, normalId } from '../../bundle/ids';
import { digitsOf } from '../../bundle/json-text';
import { isList, isObject, type Unknown } from '../../bundle/read-json';
import type { Nanoseconds } from '../../bundle/types';
import { SpanStatusCode, type SpanStatus } from '../recording/span-status';
import { attributeTexts } from './any-value';
import { exactValue, valueOfJson } from './exact-value';
import { pythonJson } from './python-json';
import { textOf } from './read-text';
import type { FinishedSpanEvent, SpanData, SpanLink } from './span-data';

/** The attribute in which each span repeats MLflow's id of its trace. */
export const REQUEST_ID = 'mlflow.traceRequestId';

/**
 * Reads a span of `Trace.to_json()`, of an artifact (attributes are a map of JSON texts) or of the REST API (attributes
 * are a list of keys and typed values), also of MLflow 2. The ids may be base64 or hexadecimal. What is missing gets an empty value.
 */
export function readSpan(given: Unknown): SpanData {
  const span = isObject(given['context'])
    ? presentForm(given, given['context'])
    : given;
  const otelTraceId = hexId(span['trace_id']);
  const parentId = hexId(span['parent_span_id']);
  return {
    otelTraceId,
    spanId: hexId(span['span_id']),
    parentId: isNoId(parentId) ? null : parentId,
    name: textOf(span['name']) ?? '',
    startTimeNs: timeOf(span['start_time_unix_nano']) ?? 0n,
    endTimeNs: timeOf(span['end_time_unix_nano']) ?? null,
    status: readStatus(span['status']),
    attributes: readAttributes(span['attributes'], otelTraceId),
    events: objectsOf(span['events']).map(readEvent),
    links: objectsOf(span['links']).map(readLink)
  };
}

/** What MLflow 2 wrote, under the names of MLflow 3. */
function presentForm(span: Unknown, context: Unknown): Unknown {
  return {
    ...span,
    trace_id: context['trace_id'],
    span_id: context['span_id'],
    parent_span_id: span['parent_id'],
    start_time_unix_nano: span['start_time'],
    end_time_unix_nano: span['end_time'],
    status: { code: span['status_code'], message: span['status_message'] },
    events: objectsOf(span['events']).map(event => ({
      ...event,
      time_unix_nano: event['timestamp']
    }))
  };
}

/** The span as `Trace.to_json()` writes it, with times as bigint. */
export function spanJson(span: SpanData): Unknown {
  const { statusCode, description } = span.status;
  return {
    trace_id: base64Id(span.otelTraceId),
    span_id: base64Id(span.spanId),
    parent_span_id: span.parentId === null ? null : base64Id(span.parentId),
    name: span.name,
    start_time_unix_nano: span.startTimeNs,
    end_time_unix_nano: span.endTimeNs,
    events: span.events.map(({ name, timestamp, attributes }) => ({
      name,
      time_unix_nano: timestamp,
      attributes
    })),
    status: { code: `STATUS_CODE_${statusCode}`, message: description ?? '' },
    attributes: Object.fromEntries(span.attributes),
    links: span.links.map(({ traceId, spanId, attributes }) => ({
      trace_id: traceId,
      span_id: spanId,
      attributes: attributes ?? null
    }))
  };
}

/** 3.5.0 wrote MLflow's own id where later versions write OpenTelemetry's. */
function hexId(value: unknown): string {
  return normalId(textOf(value)?.replace(/^tr-/, '') ?? '');
}

/** Ids that are not hexadecimal were never OpenTelemetry's: they stay as they are. */
function base64Id(hex: string): string {
  return /^(?:[0-9a-f]{2})+$/.test(hex)
    ? Buffer.from(hex, 'hex').toString('base64')
    : hex;
}

function timeOf(value: unknown): Nanoseconds | undefined {
  const digits = digitsOf(value);
  return digits === undefined || isNoId(digits) ? undefined : BigInt(digits);
}

function readStatus(status: unknown): SpanStatus {
  const { code, message } = isObject(status) ? status : {};
  const short = textOf(code)?.replace(/^STATUS_CODE_/, '');
  const statusCode =
    Object.values(SpanStatusCode).find(known => known === short) ?? 'UNSET';
  const description = textOf(message) ?? '';
  return description === '' ? { statusCode } : { statusCode, description };
}

function readAttributes(
  attributes: unknown,
  otelTraceId: string
): ReadonlyMap<string, unknown> {
  if (!isList(attributes)) {
    return new Map(
      Object.entries(isObject(attributes) ? attributes : {}).map(
        ([key, value]) => [
          key,
          typeof value === 'string' ? value : exactValue(value)
        ]
      )
    );
  }
  // As Python does: the id comes from the span, not from what a client said.
  return attributeTexts(attributes).set(
    REQUEST_ID,
    pythonJson.string(mlflowTraceId(otelTraceId))
  );
}

function readEvent(event: Unknown): FinishedSpanEvent {
  return {
    name: textOf(event['name']) ?? '',
    timestamp: timeOf(event['time_unix_nano']) ?? 0n,
    attributes: plainAttributes(event['attributes'])
  };
}

function readLink(link: Unknown): SpanLink {
  const attributes = plainAttributes(link['attributes']);
  return {
    traceId: mlflowTraceId(textOf(link['trace_id']) ?? ''),
    spanId: hexId(link['span_id']),
    ...(Object.keys(attributes).length > 0 && { attributes })
  };
}

/** Attributes of events and links are values, not JSON texts. */
function plainAttributes(
  attributes: unknown
): Readonly<Record<string, unknown>> {
  return isList(attributes)
    ? Object.fromEntries(
        [...attributeTexts(attributes)].map(([key, text]) => [
          key,
          valueOfJson(text)
        ])
      )
    : Object.fromEntries(
        Object.entries(isObject(attributes) ? attributes : {}).map(
          ([key, value]) => [key, exactValue(value)]
        )
      );
}

function objectsOf(list: unknown): readonly Unknown[] {
  return isList(list) ? list.filter(isObject) : [];
}
