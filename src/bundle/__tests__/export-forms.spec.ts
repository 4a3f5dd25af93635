import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { traceRecord } from '../../../test/arbitraries';
import { traceFromText } from '../../../test/trace-from-text';
import { jsonItems, jsonMembers } from '../json-parts';
import { mlflowJson } from '../mlflow-json';
import { otelSpanId, otelTraceId } from '../otel-ids';
import { otlpJson } from '../otlp-json';
import { parseBundle } from '../parse-bundle';
import type { SpanTable, TraceRecord } from '../types';

const FIXTURES = 'test/fixtures/traces';

function read(text: string): TraceRecord {
  const result = parseBundle(text);
  if (!result.ok || result.bundle.traces[0] === undefined) {
    throw new Error(`not read: ${text.slice(0, 200)}`);
  }
  return result.bundle.traces[0];
}

/** A JSON text with its spelling taken away; texts that are no JSON stay as they are. */
function value(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

/** What both forms must carry, with times since the epoch and ids in OpenTelemetry's form. */
function spansOf({ info, spans }: TraceRecord): unknown[] {
  const table = spans ?? { count: 0 };
  return Array.from({ length: table.count }, (_, row) =>
    spanOf(spans!, row, info.startTime ?? 0n)
  );
}

function spanOf(spans: SpanTable, row: number, origin: bigint): unknown {
  const at = (time: number | undefined) =>
    time === undefined || Number.isNaN(time)
      ? undefined
      : origin + BigInt(time) * 1000n;
  const parent = spans.orphans.get(row) ?? spans.ids[spans.parents[row]!];
  return {
    id: otelSpanId(spans.ids[row]!),
    parent: parent === undefined ? undefined : otelSpanId(parent),
    name: spans.names[row],
    type: spans.types[row],
    start: at(spans.starts[row]),
    end: at(spans.ends[row]),
    status: spans.statuses[row],
    message: spans.statusMessages.get(row),
    inputs: value(spans.inputs.get(row)),
    outputs: value(spans.outputs.get(row)),
    attributes: value(spans.attributes.get(row))
  };
}

const FORMS = [
  ['MLflow', mlflowJson],
  ['OTLP', otlpJson]
] as const;

describe.each(FORMS)('the %s form', (_, write) => {
  it.each(readdirSync(FIXTURES))(
    'brings a trace that MLflow wrote back whole: %s',
    file => {
      const record = read(readFileSync(`${FIXTURES}/${file}`, 'utf8'));
      expect(spansOf(read(write(record)))).toEqual(spansOf(record));
    }
  );

  it('keeps every digit of an integer and the spelling of a float', () => {
    const record = traceFromText('root 0-1', {
      rows: {
        root: {
          inputs: '{"big":9223372036854775807}',
          attributes:
            '{"id":9007199254740993,"half":1.50,"deep":[{"n":-9223372036854775808}]}'
        }
      }
    });
    const { spans } = read(write(record));
    expect(spans?.inputs.get(0)).toBe('{"big":9223372036854775807}');
    expect(spans?.attributes.get(0)).toContain('"id":9007199254740993');
    expect(spans?.attributes.get(0)).toContain('"n":-9223372036854775808');
  });

  it('keeps events and links, with times to the microsecond', () => {
    const events = '[{"name":"retry","time":250,"attributes":{"n":2}}]';
    const links =
      '[{"trace_id":"tr-000000000000000000000000000000ab","span_id":"00000000000000cd","attributes":{"why":"batch"}}]';
    const record = traceFromText('root 0-1', {
      rows: { root: { events, links } }
    });
    const { spans } = read(write(record));
    expect(spans?.events.get(0)).toBe(events);
    expect(spans?.links.get(0)).toBe(links);
  });

  it('says which payloads are not whole', () => {
    const whole = traceFromText('root 0-1', {
      rows: { root: { inputs: '"he' } }
    });
    const record = {
      ...whole,
      spans: { ...whole.spans!, truncated: { inputs: new Map([[0, 5000]]) } }
    };
    const { spans } = read(write(record));
    expect(value(spans?.inputs.get(0))).toBe('"he');
    expect(value(spans?.attributes.get(0))).toEqual({
      'spanbook.truncated': { inputs: 5000 }
    });
  });

  it('is JSON and never throws, whatever the trace is like', () => {
    fc.assert(
      fc.property(traceRecord, record => {
        const back = parseBundle(write(record));
        const spans = back.ok ? back.bundle.traces[0]?.spans : undefined;
        expect(JSON.parse(write(record))).toBeDefined();
        expect(spans?.count ?? 0).toBe(record.spans?.count ?? 0);
        expect(spans?.names ?? []).toEqual(record.spans?.names ?? []);
      })
    );
  });
});

it('the MLflow form keeps the info of the trace', () => {
  const record = read(readFileSync(`${FIXTURES}/07_assessments.json`, 'utf8'));
  const { assessments, ...info } = read(mlflowJson(record)).info;
  const { assessments: before, ...rest } = record.info;
  expect(info).toEqual(rest);
  expect(assessments.map(value)).toEqual(before.map(value));
});

it('ids of other systems become ids that OpenTelemetry takes, the same for the same', () => {
  expect(otelTraceId('tr-0AF7651916CD43DD8448EB211C80319C')).toBe(
    '0af7651916cd43dd8448eb211c80319c'
  );
  expect(otelTraceId('my trace')).toMatch(/^[0-9a-f]{32}$/);
  expect(otelSpanId('span 1')).toBe(otelSpanId('span 1'));
  expect(otelSpanId('span 1')).not.toBe(otelSpanId('span 2'));
});

describe('the parts of a JSON text', () => {
  it('are what the parsed value holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json: unknown) => {
        const text = JSON.stringify(json, null, 1);
        const isList = Array.isArray(json);
        const isRecord = typeof json === 'object' && json !== null && !isList;
        expect(jsonItems(text)?.map(item => JSON.parse(item))).toEqual(
          isList ? JSON.parse(text) : undefined
        );
        expect(
          jsonMembers(text)?.map(([key, member]) => [key, JSON.parse(member)])
        ).toEqual(isRecord ? Object.entries(JSON.parse(text)) : undefined);
      })
    );
  });

  it('of a text that is no JSON are none', () => {
    expect(jsonMembers('{"a":')).toBeUndefined();
    expect(jsonItems('[1,')).toBeUndefined();
  });
});
