import { isNoId, mlflowTraceId, normalId } from './ids';
import { digitsOf, jsonTextOf } from './json-text';
import {
  parseAttributes,
  plainAttributesText,
  type AttributeForm,
  type SpanAttributes
} from './parse-attributes';
import { isList, isObject, type MemberReader, type Unknown } from './read-json';
import { StatusCode, type JsonText, type Nanoseconds } from './types';

/** A span with its times since the epoch: the origin of its trace is known only when all spans are. */
export type ParsedSpan = SpanAttributes & {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly name: string;
  readonly start: Nanoseconds | undefined;
  readonly end: Nanoseconds | undefined;
  readonly status: StatusCode;
  readonly statusMessage: string | undefined;
  readonly events: readonly ParsedEvent[];
  readonly links: JsonText | undefined;
};

export type ParsedEvent = {
  readonly name: string;
  readonly time: Nanoseconds | undefined;
  readonly attributes: JsonText;
};

/** Reads a span of OTLP, in camel case or in MLflow's snake case. What is wrong gets a note and a default. */
export function parseSpan(
  reader: MemberReader,
  form: AttributeForm
): ParsedSpan {
  const span = reader.members;
  const parentId = idMember(reader, 'parent_span_id', 'parentSpanId');
  const spanId = idMember(reader, 'span_id', 'spanId');
  if (spanId === '') {
    reader.note('span_id', 'missing', 'no-span-id');
  }
  const attributes = span['attributes'];
  return {
    ...parseAttributes(attributes, isList(attributes) ? form : 'encoded'),
    ...parseStatus(reader),
    traceId: idMember(reader, 'trace_id', 'traceId'),
    spanId,
    parentId: isNoId(parentId) ? undefined : parentId,
    name: reader.text('name') ?? '',
    start: timeMember(reader, 'start_time_unix_nano', 'startTimeUnixNano'),
    end: timeMember(reader, 'end_time_unix_nano', 'endTimeUnixNano'),
    events: (reader.list('events') ?? []).filter(isObject).map(parseEvent),
    links: linksText(reader.list('links') ?? [])
  };
}

function idMember(reader: MemberReader, snake: string, camel: string): string {
  return normalId(reader.text(snake) ?? reader.text(camel) ?? '');
}

function timeMember(
  reader: MemberReader,
  snake: string,
  camel: string
): Nanoseconds | undefined {
  const value = reader.members[snake] ?? reader.members[camel];
  const time = nanoseconds(value);
  if (time === undefined && value !== undefined && value !== null) {
    reader.note(snake, 'value', 'no-nanoseconds');
  }
  return time === 0n ? undefined : time;
}

function nanoseconds(value: unknown): Nanoseconds | undefined {
  const digits = digitsOf(value);
  return digits === undefined ? undefined : BigInt(digits);
}

/** The names of protobuf's enum, the short ones of MLflow 3.5, and OTLP's numbers. */
const STATUS_CODES: ReadonlyMap<unknown, StatusCode> = new Map<
  unknown,
  StatusCode
>([
  ['STATUS_CODE_UNSET', StatusCode.unset],
  ['UNSET', StatusCode.unset],
  [0, StatusCode.unset],
  ['STATUS_CODE_OK', StatusCode.ok],
  ['OK', StatusCode.ok],
  [1, StatusCode.ok],
  ['STATUS_CODE_ERROR', StatusCode.error],
  ['ERROR', StatusCode.error],
  [2, StatusCode.error]
]);

function parseStatus(
  reader: MemberReader
): Pick<ParsedSpan, 'status' | 'statusMessage'> {
  const status = reader.object('status') ?? {};
  const code = status['code'] ?? 0;
  const known = STATUS_CODES.get(code);
  if (known === undefined) {
    reader.note('status.code', 'value', 'unknown-status');
  }
  const message = status['message'];
  return {
    status: known ?? StatusCode.unset,
    statusMessage:
      typeof message === 'string' && message !== '' ? message : undefined
  };
}

function parseEvent(event: Unknown): ParsedEvent {
  const name = event['name'];
  return {
    name: typeof name === 'string' ? name : '',
    time: nanoseconds(event['time_unix_nano'] ?? event['timeUnixNano']),
    attributes: plainAttributesText(event['attributes'])
  };
}

function linksText(links: readonly unknown[]): JsonText | undefined {
  const texts = links.filter(isObject).map(link => {
    const traceId = link['trace_id'] ?? link['traceId'];
    const spanId = link['span_id'] ?? link['spanId'];
    const ids = {
      trace_id: typeof traceId === 'string' ? mlflowTraceId(traceId) : '',
      span_id: typeof spanId === 'string' ? normalId(spanId) : ''
    };
    return `${jsonTextOf(ids).slice(0, -1)},"attributes":${plainAttributesText(link['attributes'])}}`;
  });
  return texts.length === 0 ? undefined : `[${texts.join(',')}]`;
}
