import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseBundle } from '../parse-bundle';
import type { SpanTable, TraceRecord } from '../types';

const fixture = (name: string): string =>
  readFileSync(join(__dirname, '../../../test/fixtures/traces', name), 'utf8');

const TRACE = fixture('02_error_exception.json');
const REST = fixture('02_error_exception.rest.json');

function tracesOf(data: unknown): readonly TraceRecord[] {
  const result = parseBundle(data);
  expect(result.ok ? result.warnings : result.errors).toEqual([]);
  return result.ok ? result.bundle.traces : [];
}

function onlyTrace(data: unknown): TraceRecord {
  const [trace, ...others] = tracesOf(data);
  expect(others).toEqual([]);
  return trace!;
}

function onlySpans(data: unknown): SpanTable {
  return onlyTrace(data).spans!;
}

/** An OTLP request of one span, in camel case. */
function otlp(...spans: object[]): object {
  return { resourceSpans: [{ scopeSpans: [{ spans }] }] };
}

const OTLP_SPAN = {
  traceId: '0AF7651916CD43DD8448EB211C80319C',
  spanId: 'b7ad6b7169203331',
  name: 'chat gpt',
  startTimeUnixNano: '1795358399145253988',
  endTimeUnixNano: '1795358399505932912',
  status: { code: 1 }
};

describe('the forms in which MLflow gives traces', () => {
  const expected = onlyTrace(TRACE);
  const fromRest = onlyTrace(REST);

  it.each<[string, unknown, TraceRecord]>([
    ['{trace_info, spans}', JSON.stringify(JSON.parse(REST).trace), fromRest],
    ['{traces: […]} of batchGet', `{"traces":[${REST}]}`, fromRest],
    ['a list', `[${TRACE}]`, expected],
    ['a list of texts', [TRACE], expected],
    ['a row of a data frame', { trace_id: 'tr-1', trace: TRACE }, expected],
    [
      'a data frame by columns',
      { trace_id: { 0: 'tr-1' }, trace: { 0: TRACE } },
      expected
    ],
    ['a MIME type', { 'application/databricks.mlflow.trace': TRACE }, expected],
    [
      'a MIME type with a list',
      { 'application/databricks.mlflow.trace': `[${TRACE}]` },
      expected
    ]
  ])('reads %s as the trace itself', (_, data, trace) => {
    expect(withoutTimes(onlyTrace(data))).toEqual(withoutTimes(trace));
  });

  it('reads infos alone, as a search gives them', () => {
    const { trace_info: info } = JSON.parse(REST).trace;
    for (const data of [info, { traces: [info] }, { trace_infos: [info] }]) {
      const trace = onlyTrace(data);
      expect(trace.spans).toBeUndefined();
      expect(trace.info.traceId).toBe(expected.info.traceId);
      expect(trace.info.startTime).toBe(1795358401500000000n);
    }
  });

  it('makes the info of an artifact from its spans', () => {
    const spans = TRACE.slice(
      TRACE.indexOf('"spans"'),
      TRACE.lastIndexOf(']') + 1
    );
    const { info } = onlyTrace(`{${spans}}`);
    expect(info).toMatchObject({
      traceId: expected.info.traceId,
      state: 'ERROR',
      startTime: expected.info.startTime,
      durationMs: 3.472
    });
  });

  it('reads the trace id alone, which Databricks notebooks show', () => {
    const mime = {
      'application/databricks.mlflow.trace': '{"trace_id":"tr-9"}'
    };
    expect(onlyTrace(mime)).toEqual({
      info: {
        traceId: 'tr-9',
        state: 'STATE_UNSPECIFIED',
        metadata: {},
        tags: {},
        assessments: []
      }
    });
  });

  it('keeps nanoseconds exact in text, and as near as parsed numbers allow', () => {
    const exact = 1795358401500570310n;
    expect(onlyTrace(TRACE).info.startTime).toBe(exact);
    const parsed = onlyTrace(JSON.parse(TRACE)).info.startTime ?? 0n;
    expect(Math.abs(Number(parsed - exact))).toBeLessThanOrEqual(128);
  });

  it('says what a list holds that is no trace, and undefined too', () => {
    expect(parseBundle([undefined, 3])).toMatchObject({
      ok: false,
      errors: [
        { path: '$[0]', finding: 'no-trace' },
        { path: '$[1]', finding: 'no-trace' }
      ]
    });
  });

  it('never loses a trace to one bad span', () => {
    const data = { spans: [7, { span_id: 'a', name: 'good' }, { name: 3 }] };
    const result = parseBundle(data);
    expect(result.ok && result.bundle.traces[0]?.spans?.names).toEqual([
      'good',
      ''
    ]);
    expect(result.ok && result.warnings.map(({ path }) => path)).toEqual([
      '$.spans[0]',
      '$.spans[2].span_id',
      '$.spans[2].name'
    ]);
  });

  it('counts times from the start of the root, also of spans before it', () => {
    const span = (span_id: string, start: number, parent?: string): object => ({
      span_id,
      parent_span_id: parent,
      start_time_unix_nano: start,
      end_time_unix_nano: 90_500
    });
    const { info, spans } = onlyTrace({
      spans: [span('early', 10_000, 'root'), span('root', 30_000)]
    });
    expect(info.startTime).toBe(30_000n);
    expect(info.durationMs).toBe(0.08);
    expect([...(spans?.starts ?? [])]).toEqual([-20, 0]);
    expect([...(spans?.ends ?? [])]).toEqual([60, 60]);
  });

  it('reads a running trace', () => {
    const { info, spans } = onlyTrace({
      trace_info: { trace_id: 'tr-1', state: 'IN_PROGRESS' },
      spans: [
        {
          span_id: 'a',
          name: 'open',
          start_time_unix_nano: 5000,
          end_time_unix_nano: null
        }
      ]
    });
    expect(info.durationMs).toBeUndefined();
    expect(spans?.ends).toEqual(Float64Array.of(NaN));
  });
});

describe('attributes', () => {
  it('become columns when they are MLflow’s own, and are all kept otherwise', () => {
    const spans = onlySpans({
      spans: [
        {
          span_id: 'a',
          name: 'a',
          attributes: {
            'mlflow.spanType': '"AGENT"',
            'mlflow.spanInputs': '{"n":12345678901234567890}',
            'mlflow.traceRequestId': '"tr-1"',
            'mlflow.llm.model': '"gpt"',
            broken: '{not json',
            nan: 'NaN'
          }
        }
      ]
    });
    expect(spans.types).toEqual(['AGENT']);
    expect(spans.inputs.get(0)).toBe('{"n":12345678901234567890}');
    expect(spans.outputs.size).toBe(0);
    expect(spans.attributes.get(0)).toBe(
      '{"mlflow.llm.model":"gpt","broken":"{not json","nan":"NaN"}'
    );
  });

  it('of the server are decoded: a text is a text, lists and maps are JSON', () => {
    const attributes = `[
      {"key": "mlflow.spanOutputs", "value": {"string_value": "[1]"}},
      {"key": "big", "value": {"int_value": 9007199254740993}},
      {"key": "nan", "value": {"double_value": "NaN"}},
      {"key": "none", "value": {}},
      {"key": "list", "value": {"array_value": {"values": [{"bool_value": true}, {"array_value": {}}]}}},
      {"key": "__proto__", "value": {"kvlist_value": {"values": [{"key": "k", "value": {"double_value": 0.5}}]}}}]`;
    const spans = onlySpans(
      `{"spans":[{"span_id":"a","attributes":${attributes}}]}`
    );
    expect(spans.outputs.get(0)).toBe('"[1]"');
    expect(spans.attributes.get(0)).toBe(
      '{"big":9007199254740993,"nan":"NaN","none":null,"list":[true,[]],"__proto__":{"k":0.5}}'
    );
  });

  it('of an OTLP exporter are JSON text when they are MLflow’s', () => {
    const spans = onlySpans(
      otlp({
        ...OTLP_SPAN,
        attributes: [
          { key: 'mlflow.spanInputs', value: { stringValue: '{"q":1}' } },
          { key: 'mlflow.spanOutputs', value: { stringValue: 'plain words' } },
          { key: 'mlflow.spanType', value: { stringValue: 'LLM' } },
          { key: 'own', value: { stringValue: '{"q":1}' } },
          { key: 'count', value: { intValue: '42' } }
        ]
      })
    );
    expect(spans.inputs.get(0)).toBe('{"q":1}');
    expect(spans.outputs.get(0)).toBe('"plain words"');
    expect(spans.types).toEqual(['LLM']);
    expect(spans.attributes.get(0)).toBe('{"own":"{\\"q\\":1}","count":42}');
  });

  it.each([
    ['openinference.span.kind', 'RETRIEVER', 'RETRIEVER'],
    ['gen_ai.operation.name', 'execute_tool', 'TOOL'],
    ['gen_ai.operation.name', 'something else', 'UNKNOWN']
  ])('%s %s makes the type %s', (key, value, type) => {
    const attributes = [{ key, value: { stringValue: value } }];
    expect(onlySpans(otlp({ ...OTLP_SPAN, attributes })).types).toEqual([type]);
  });
});

describe('OTLP JSON', () => {
  it('is split into traces, whichever resource their spans stand in', () => {
    const other = { ...OTLP_SPAN, traceId: '1'.repeat(32) };
    const child = {
      ...OTLP_SPAN,
      spanId: '2'.repeat(16),
      parentSpanId: OTLP_SPAN.spanId
    };
    const traces = tracesOf({
      resourceSpans: [
        { scopeSpans: [{ spans: [OTLP_SPAN, other] }] },
        { scopeSpans: [{ spans: [child] }] }
      ]
    });
    expect(
      traces.map(({ info, spans }) => [info.traceId, spans?.count])
    ).toEqual([
      ['tr-0af7651916cd43dd8448eb211c80319c', 2],
      [`tr-${'1'.repeat(32)}`, 1]
    ]);
    expect(traces[0]?.spans?.parents).toEqual(Int32Array.of(-1, 0));
  });

  it('of several requests, a line each, is one trace where they are of one', () => {
    const child = {
      ...OTLP_SPAN,
      spanId: '2'.repeat(16),
      parentSpanId: OTLP_SPAN.spanId
    };
    const other = { ...OTLP_SPAN, traceId: '1'.repeat(32) };
    const lines = [otlp(child), otlp(other), otlp(OTLP_SPAN)];
    const text = lines.map(line => JSON.stringify(line)).join('\n');
    for (const data of [text, lines, { traces: lines }]) {
      expect(
        tracesOf(data).map(({ info, spans }) => [info.traceId, spans?.count])
      ).toEqual([
        ['tr-0af7651916cd43dd8448eb211c80319c', 2],
        [`tr-${'1'.repeat(32)}`, 1]
      ]);
    }
  });

  it('keeps what can be read of lines of which one is cut', () => {
    const line = JSON.stringify(otlp(OTLP_SPAN));
    const result = parseBundle(
      `${line}\n${TRACE.replaceAll('\n', ' ')}\n${line.slice(0, 90)}`
    );
    expect(result.ok && result.bundle.traces).toHaveLength(2);
    expect(
      result.ok && result.warnings.map(({ path, code }) => `${path} ${code}`)
    ).toEqual(['$[2] json']);
  });

  it('is read in snake case with base64 ids too', () => {
    const spans = onlySpans({
      resource_spans: [
        {
          scope_spans: [
            {
              spans: [
                {
                  trace_id: 'cr3w1ToJYA8s0tmCfRgJ5g==',
                  span_id: '4aUwmGyoc3A=',
                  parent_span_id: '',
                  name: 'a',
                  start_time_unix_nano: 1000n,
                  events: [{ name: 'e', time_unix_nano: 4000, attributes: [] }],
                  links: [
                    {
                      trace_id: 'cr3w1ToJYA8s0tmCfRgJ5g==',
                      span_id: '4aUwmGyoc3A='
                    }
                  ]
                }
              ]
            }
          ]
        }
      ]
    });
    expect(spans.ids).toEqual(['e1a530986ca87370']);
    expect(spans.events.get(0)).toBe('[{"name":"e","time":3,"attributes":{}}]');
    expect(JSON.parse(spans.links.get(0) ?? '')).toEqual([
      {
        trace_id: 'tr-72bdf0d53a09600f2cd2d9827d1809e6',
        span_id: 'e1a530986ca87370',
        attributes: {}
      }
    ]);
  });
});

/** Objects that were parsed before have lost the last digits of their times. */
function withoutTimes({ info, spans }: TraceRecord): unknown {
  return {
    info: { ...info, startTime: 0 },
    spans: { ...spans, starts: 0, ends: 0, events: 0 }
  };
}
