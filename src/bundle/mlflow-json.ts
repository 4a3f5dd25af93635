import { listText, textOf } from './json-parts';
import { objectText } from './json-text';
import { base64OfHex, otelTraceId } from './otel-ids';
import {
  portableSpans,
  type Members,
  type PortableSpan
} from './portable-spans';
import { type JsonText, type TraceInfo, type TraceRecord } from './types';

/** Protobuf's names of OpenTelemetry's status codes, by their numbers. */
const STATUS_NAMES = ['UNSET', 'OK', 'ERROR'] as const;

/**
 * The JSON text of MLflow's `Trace.to_json()` (3.17), which Python's `Trace.from_json` reads: one object
 * `{info, data: {spans}}`. Integers keep all their digits; times have the microseconds that a bundle keeps.
 */
export function mlflowJson(record: TraceRecord): JsonText {
  const { traceId } = record.info;
  const spans = portableSpans(record).map(span => spanText(span, traceId));
  return objectText([
    ['info', infoText(record.info)],
    ['data', objectText([['spans', listText(spans)]])]
  ]);
}

function infoText(info: TraceInfo): JsonText {
  const { experimentId, startTime, durationMs } = info;
  return objectText([
    ['trace_id', textOf(info.traceId)],
    ...text('client_request_id', info.clientRequestId),
    ['trace_location', locationText(experimentId)],
    ...text('request_preview', info.requestPreview),
    ...text('response_preview', info.responsePreview),
    ['request_time', textOf(timestamp(startTime ?? 0n))],
    ['state', textOf(info.state)],
    ['trace_metadata', textMap(info.metadata)],
    ['tags', textMap(info.tags)],
    ...(info.assessments.length === 0
      ? []
      : [['assessments', listText(info.assessments)] as const]),
    // An int64 in MLflow.
    ...(durationMs === undefined
      ? []
      : [
          ['execution_duration_ms', String(Math.round(durationMs) + 0)] as const
        ])
  ]);
}

function locationText(experimentId: string | undefined): JsonText {
  return experimentId === undefined
    ? objectText([['type', '"TRACE_LOCATION_TYPE_UNSPECIFIED"']])
    : objectText([
        ['type', '"MLFLOW_EXPERIMENT"'],
        [
          'mlflow_experiment',
          objectText([['experiment_id', textOf(experimentId)]])
        ]
      ]);
}

/** Protobuf's text of a timestamp. Years beyond 9999 have none there. */
function timestamp(time: bigint): string {
  const milliseconds = Number(time / 1_000_000n);
  return new Date(Math.min(milliseconds, LATEST_MS))
    .toISOString()
    .replace('.000Z', 'Z');
}
const LATEST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

function spanText(span: PortableSpan, traceId: string): JsonText {
  const { parentId, end, status } = span;
  const attributes: Members = [
    ['mlflow.traceRequestId', JSON.stringify(traceId)],
    ...span.attributes
  ];
  return objectText([
    ['trace_id', textOf(base64OfHex(otelTraceId(traceId)))],
    ['span_id', textOf(base64OfHex(span.spanId))],
    [
      'parent_span_id',
      parentId === undefined ? 'null' : textOf(base64OfHex(parentId))
    ],
    ['name', textOf(span.name)],
    ['start_time_unix_nano', String(span.start)],
    ['end_time_unix_nano', end === undefined ? 'null' : String(end)],
    ['events', listText(span.events.map(eventText))],
    [
      'status',
      objectText([
        ['code', textOf(`STATUS_CODE_${STATUS_NAMES[status]}`)],
        ['message', textOf(span.statusMessage)]
      ])
    ],
    // The value of an attribute is the JSON text of what it stands for.
    ['attributes', objectText(attributes.map(([k, v]) => [k, textOf(v)]))],
    ['links', listText(span.links.map(linkText))]
  ]);
}

function eventText({
  name,
  time,
  attributes
}: PortableSpan['events'][number]): JsonText {
  return objectText([
    ['name', textOf(name)],
    ['time_unix_nano', String(time)],
    ['attributes', objectText(attributes)]
  ]);
}

function linkText({
  traceId,
  spanId,
  attributes
}: PortableSpan['links'][number]): JsonText {
  return objectText([
    ['trace_id', textOf(traceId)],
    ['span_id', textOf(spanId)],
    ['attributes', attributes.length === 0 ? 'null' : objectText(attributes)]
  ]);
}

function text(
  key: string,
  value: string | undefined
): readonly (readonly [string, JsonText])[] {
  return value === undefined ? [] : [[key, textOf(value)]];
}

function textMap(map: Readonly<Record<string, string>>): JsonText {
  return objectText(Object.entries(map).map(([k, v]) => [k, textOf(v)]));
}
