import { itemsOfValid, listText, membersOfValid, textOf } from './json-parts';
import { isJson, MAX_DEPTH, objectText } from './json-text';
import { otelTraceId } from './otel-ids';
import {
  portableSpans,
  type Members,
  type PortableSpan
} from './portable-spans';
import type { JsonText, TraceRecord } from './types';

/** `SPAN_KIND_INTERNAL` of OTLP: MLflow's spans know no kind. */
const KIND_INTERNAL = '1';

/** OTLP's `intValue` is an int64. */
const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

/**
 * The spans as one OTLP/JSON request, `{resourceSpans: […]}` (OTLP 1.x): what MLflow's server and any collector take
 * at `/v1/traces`. Tags, metadata and assessments of the trace have no place in OTLP. Integers keep all their digits.
 */
export function otlpJson(record: TraceRecord): JsonText {
  const traceId = otelTraceId(record.info.traceId);
  const spans = portableSpans(record).map(span => spanText(span, traceId));
  const scope = objectText([
    ['scope', '{"name":"spanbook"}'],
    ['spans', listText(spans)]
  ]);
  const resource = objectText([
    ['resource', '{"attributes":[]}'],
    ['scopeSpans', listText([scope])]
  ]);
  return objectText([['resourceSpans', listText([resource])]]);
}

function spanText(span: PortableSpan, traceId: string): JsonText {
  const { parentId, end, status, statusMessage } = span;
  return objectText([
    ['traceId', textOf(traceId)],
    ['spanId', textOf(span.spanId)],
    ...(parentId === undefined
      ? []
      : [['parentSpanId', textOf(parentId)] as const]),
    ['name', textOf(span.name)],
    ['kind', KIND_INTERNAL],
    ['startTimeUnixNano', `"${span.start}"`],
    ...(end === undefined ? [] : [['endTimeUnixNano', `"${end}"`] as const]),
    ['attributes', listText(span.attributes.map(attributeText))],
    ['events', listText(span.events.map(eventText))],
    ['links', listText(span.links.map(linkText))],
    [
      'status',
      objectText([
        ['code', String(status)],
        ['message', textOf(statusMessage)]
      ])
    ]
  ]);
}

function eventText({
  name,
  time,
  attributes
}: PortableSpan['events'][number]): JsonText {
  return objectText([
    ['timeUnixNano', `"${time}"`],
    ['name', textOf(name)],
    ['attributes', keyValues(attributes)]
  ]);
}

function linkText({
  traceId,
  spanId,
  attributes
}: PortableSpan['links'][number]): JsonText {
  return objectText([
    ['traceId', textOf(otelTraceId(traceId))],
    ['spanId', textOf(spanId)],
    ['attributes', keyValues(attributes)]
  ]);
}

/** MLflow's own attributes travel as the JSON text of a structure or a string, which its server reads back. */
function attributeText([key, json]: Members[number]): JsonText {
  const isText =
    (key.startsWith('mlflow.') && /^\s*["[{]/.test(json)) || !isJson(json);
  const value = isText
    ? objectText([['stringValue', textOf(json)]])
    : anyValue(json, 0);
  return keyValue(key, value);
}

function keyValues(members: Members, depth = 0): JsonText {
  return listText(
    members.map(([key, json]) => keyValue(key, anyValue(json, depth)))
  );
}

function keyValue(key: string, value: JsonText): JsonText {
  return objectText([
    ['key', textOf(key)],
    ['value', value]
  ]);
}

/** OTLP's `AnyValue` of a JSON text: no value for null, and the text itself where it lies too deep. */
function anyValue(json: JsonText, depth: number): JsonText {
  const isTooDeep = depth >= MAX_DEPTH;
  const items = isTooDeep ? undefined : itemsOfValid(json);
  if (items !== undefined) {
    const values = listText(items.map(item => anyValue(item, depth + 1)));
    return `{"arrayValue":{"values":${values}}}`;
  }
  const members = isTooDeep ? undefined : membersOfValid(json);
  if (members !== undefined) {
    return `{"kvlistValue":{"values":${keyValues(members, depth + 1)}}}`;
  }
  return scalarValue(json);
}

function scalarValue(json: JsonText): JsonText {
  if (json === 'null') {
    return '{}';
  }
  if (json === 'true' || json === 'false') {
    return `{"boolValue":${json}}`;
  }
  if (/^-?\d+$/.test(json)) {
    return isInt64(BigInt(json))
      ? `{"intValue":"${json}"}`
      : `{"stringValue":"${json}"}`;
  }
  return /^-?\d/.test(json)
    ? `{"doubleValue":${json}}`
    : `{"stringValue":${textOf(stringOf(json))}}`;
}

function isInt64(value: bigint): boolean {
  return value >= MIN_INT64 && value <= MAX_INT64;
}

function stringOf(json: JsonText): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : json;
  } catch {
    return json;
  }
}
