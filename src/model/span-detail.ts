import { parseExactJson } from '../bundle/json-text';
import { present } from '../bundle/present';
import {
  StatusCode,
  type PayloadColumn,
  type SpanTable
} from '../bundle/types';
import type {
  Payload,
  SpanDetail,
  SpanEvent,
  SpanException,
  SpanLink,
  Trace
} from './types';
import { costOf } from './usage';
import { tokensOfSpan } from './usage-details';

/**
 * Opens one span: parses its payloads, which nothing else does. Never throws: what is no JSON or was cut is given as
 * it is. `row` is a row of the span table.
 */
export function spanDetail({ spans, parents }: Trace, row: number): SpanDetail {
  const attributes = opened(spans, 'attributes', row);
  const events = opened(spans, 'events', row);
  const links = opened(spans, 'links', row);
  const attributeMap = recordOf(valueOf(attributes)) ?? {};
  const eventList = listOf(valueOf(events), eventOf);
  const linkList = listOf(valueOf(links), linkOf);
  return {
    row,
    spanId: spans.ids[row] ?? '',
    status: statusOf(spans, row),
    attributes: attributeMap,
    events: eventList ?? [],
    links: linkList ?? [],
    exceptions: exceptionsOf(eventList ?? []),
    ...present({
      parentId: spans.orphans.get(row) ?? spans.ids[parents[row] ?? -1],
      statusMessage: spans.statusMessages.get(row),
      inputs: opened(spans, 'inputs', row),
      outputs: opened(spans, 'outputs', row),
      tokens: tokensOfSpan(attributeMap),
      cost: costOf(attributeMap['mlflow.llm.cost'])
    }),
    unread: present({
      attributes: isRecord(valueOf(attributes)) ? undefined : attributes,
      events: eventList === undefined ? events : undefined,
      links: linkList === undefined ? links : undefined
    })
  };
}

/** The exceptions among the events, in their order. */
export function exceptionsOf(
  events: readonly SpanEvent[]
): readonly SpanException[] {
  return events
    .filter(({ name }) => name === 'exception')
    .map(({ time, attributes }) => ({
      type: textOf(attributes['exception.type']),
      message: textOf(attributes['exception.message']),
      stacktrace: textOf(attributes['exception.stacktrace']),
      time
    }));
}

function opened(
  spans: SpanTable,
  column: PayloadColumn,
  row: number
): Payload | undefined {
  const text = spans[column].get(row);
  const fullBytes = spans.truncated[column]?.get(row);
  if (fullBytes !== undefined) {
    return { kind: 'truncated', text: text ?? '', fullBytes };
  }
  return text === undefined ? undefined : payloadOf(text);
}

/** Parsing takes about 10 ms a megabyte, and a reader who opens a span has not asked for 50 of them. */
const MAX_PARSED = 8_000_000;

function payloadOf(text: string): Payload {
  if (text.length > MAX_PARSED) {
    return { kind: 'large', text };
  }
  try {
    return { kind: 'json', text, value: parseExactJson(text) };
  } catch {
    return { kind: 'text', text };
  }
}

function valueOf(payload: Payload | undefined): unknown {
  return payload?.kind === 'json' ? payload.value : undefined;
}

/** The entries that `read` understands; `undefined` when there is no list. */
function listOf<T>(
  value: unknown,
  read: (entry: Readonly<Record<string, unknown>>) => T
): readonly T[] | undefined {
  return Array.isArray(value)
    ? value.map((entry: unknown) => read(recordOf(entry) ?? {}))
    : undefined;
}

function eventOf(event: Readonly<Record<string, unknown>>): SpanEvent {
  const { name, time, attributes } = event;
  return {
    name: textOf(name),
    time: typeof time === 'number' ? time : NaN,
    attributes: recordOf(attributes) ?? {}
  };
}

function linkOf(link: Readonly<Record<string, unknown>>): SpanLink {
  return {
    traceId: textOf(link['trace_id']),
    spanId: textOf(link['span_id']),
    attributes: recordOf(link['attributes']) ?? {}
  };
}

function statusOf({ statuses }: SpanTable, row: number): StatusCode {
  switch (statuses[row]) {
    case StatusCode.ok:
      return StatusCode.ok;
    case StatusCode.error:
      return StatusCode.error;
    case undefined:
    default:
      return StatusCode.unset;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordOf(
  value: unknown
): Readonly<Record<string, unknown>> | undefined {
  return isRecord(value) ? value : undefined;
}
