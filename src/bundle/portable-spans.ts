import { jsonItems, jsonMembers, membersOfValid } from './json-parts';
import { otelSpanId } from './otel-ids';
import { UNKNOWN_TYPE } from './span-table';
import { wellFormed } from './text';
import {
  PAYLOAD_COLUMNS,
  type JsonText,
  type Microseconds,
  type Nanoseconds,
  type PayloadColumn,
  type SpanTable,
  type StatusCode,
  type TraceRecord
} from './types';

/** Keys and JSON texts of their values. */
export type Members = readonly (readonly [string, JsonText])[];

/** A span as OpenTelemetry's formats need it. */
export type PortableSpan = {
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly name: string;
  /** 0 when it is not known. */
  readonly start: Nanoseconds;
  /** Absent while the span runs. */
  readonly end: Nanoseconds | undefined;
  readonly status: StatusCode;
  readonly statusMessage: string;
  /** With type, inputs and outputs under MLflow's keys, and what could not be kept under ours. */
  readonly attributes: Members;
  readonly events: readonly {
    readonly name: string;
    readonly time: Nanoseconds;
    readonly attributes: Members;
  }[];
  readonly links: readonly {
    /** As MLflow writes it: `tr-` and 32 hexadecimal digits. */
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: Members;
  }[];
};

/** Full lengths in bytes of the payloads that the bundle had cut: whoever reads the file must not take them for whole. */
export const TRUNCATED_KEY = 'spanbook.truncated';

/** The spans of a record, in its order; payload texts are carried over, not written anew. */
export function portableSpans({ info, spans }: TraceRecord): PortableSpan[] {
  return spans === undefined
    ? []
    : Array.from({ length: spans.count }, (_, row) =>
        portableSpan(spans, row, info.startTime ?? 0n)
      );
}

function portableSpan(
  spans: SpanTable,
  row: number,
  origin: Nanoseconds
): PortableSpan {
  const end = spans.ends[row] ?? NaN;
  const parent = spans.orphans.get(row) ?? spans.ids[spans.parents[row] ?? -1];
  const status = spans.statuses[row];
  return {
    spanId: otelSpanId(spans.ids[row] ?? ''),
    parentId: parent === undefined ? undefined : otelSpanId(parent),
    name: wellFormed(spans.names[row] ?? ''),
    start: timeAt(origin, spans.starts[row] ?? NaN),
    end: Number.isNaN(end) ? undefined : timeAt(origin, end),
    status: status === 1 || status === 2 ? status : 0,
    statusMessage: wellFormed(spans.statusMessages.get(row) ?? ''),
    attributes: attributesOf(spans, row),
    events: objectsOf(spans.events.get(row)).map(event => ({
      name: textOf(event.get('name')),
      time: timeAt(origin, Number(event.get('time') ?? NaN)),
      attributes: membersOfValid(event.get('attributes') ?? '') ?? []
    })),
    links: objectsOf(spans.links.get(row)).map(link => ({
      traceId: textOf(link.get('trace_id')),
      spanId: otelSpanId(textOf(link.get('span_id'))),
      attributes: membersOfValid(link.get('attributes') ?? '') ?? []
    }))
  };
}

/** Never negative: both formats count from the epoch on. */
function timeAt(origin: Nanoseconds, time: Microseconds): Nanoseconds {
  const at = Number.isFinite(time)
    ? origin + BigInt(Math.round(time)) * 1000n
    : 0n;
  return at > 0n ? at : 0n;
}

function attributesOf(spans: SpanTable, row: number): Members {
  const type = spans.types[row] ?? UNKNOWN_TYPE;
  const cut = PAYLOAD_COLUMNS.flatMap(column => {
    const bytes = spans.truncated[column]?.get(row);
    return bytes === undefined ? [] : [`${JSON.stringify(column)}:${bytes}`];
  });
  const rest = spans.attributes.get(row);
  return [
    ...given('mlflow.spanType', JSON.stringify(wellFormed(type))),
    ...given('mlflow.spanInputs', payloadText(spans, 'inputs', row)),
    ...given('mlflow.spanOutputs', payloadText(spans, 'outputs', row)),
    ...(jsonMembers(rest ?? '') ??
      given('spanbook.attributes', rest && JSON.stringify(rest))),
    ...(cut.length > 0 ? given(TRUNCATED_KEY, `{${cut.join(',')}}`) : [])
  ];
}

function given(key: string, text: JsonText | undefined): Members {
  return text === undefined ? [] : [[key, text]];
}

/** A text that was cut is no JSON any more: it becomes a string. */
function payloadText(
  spans: SpanTable,
  column: PayloadColumn,
  row: number
): JsonText | undefined {
  const text = spans[column].get(row);
  const isCut = spans.truncated[column]?.has(row) === true;
  return isCut && text !== undefined ? JSON.stringify(text) : text;
}

/** The objects of a JSON array, each as a map; none when the text is something else. */
function objectsOf(
  text: JsonText | undefined
): readonly ReadonlyMap<string, JsonText>[] {
  return (jsonItems(text ?? '') ?? []).flatMap(item => {
    const members = membersOfValid(item);
    return members === undefined ? [] : [new Map(members)];
  });
}

function textOf(text: JsonText = ''): string {
  return text.startsWith('"') ? wellFormed(String(JSON.parse(text))) : '';
}
