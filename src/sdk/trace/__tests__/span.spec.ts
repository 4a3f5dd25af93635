import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { Trace } from '../trace';
import type { Span } from '../span';
import { traceFixture } from './fixtures';

/** One span with these attributes, in the form that artifacts have. */
function spanWith(attributes: object, rest: object = {}): Span {
  const [span] = Trace.fromJSON({
    info: { trace_id: 'tr-00000000000000000000000000000001' },
    data: {
      spans: [
        {
          trace_id: 'AAAAAAAAAAAAAAAAAAAAAQ==',
          span_id: 'AAAAAAAAAAI=',
          parent_span_id: null,
          name: 'one',
          attributes,
          ...rest
        }
      ]
    }
  }).data.spans;
  return span!;
}

/** One span with one attribute, in the form of the REST API. */
function restSpan(value: string): Span {
  const [span] = Trace.fromJSON(
    `{"trace_info":{"trace_id":"tr-1"},"spans":[{"trace_id":"AAAAAAAAAAAAAAAAAAAAAQ==","span_id":"AAAAAAAAAAI=",
      "attributes":[{"key":"k","value":${value}}]}]}`
  ).data.spans;
  return span!;
}

describe('a finished span', () => {
  it('tells what Python recorded', () => {
    const trace = Trace.fromJSON(traceFixture('02_error_exception', 'rest'));
    const [root, child] = trace.data.spans;
    expect(root).toMatchObject({
      name: 'outer_err',
      spanId: '78a34be6eb836718',
      traceId: 'tr-87955e0294cbaf385bbfce6c4be35919',
      parentId: null,
      spanType: 'UNKNOWN',
      inputs: { x: { a: 1 } },
      outputs: undefined,
      logLevel: 40,
      status: { statusCode: 'ERROR', description: 'RuntimeError: outer failed' }
    });
    expect(child?.parentId).toBe(root?.spanId);
    expect(root?.events[0]).toMatchObject({
      name: 'exception',
      attributes: {
        'exception.type': 'RuntimeError',
        'exception.message': 'outer failed'
      }
    });
  });

  it('gives integers beyond 2^53 as bigint, shorter ones as numbers', () => {
    const { inputs } = spanWith({
      'mlflow.spanInputs':
        '[9007199254740993, -12345678901234567890123, 9007199254740991, 1234567890123456, 0.5]'
    });
    expect(inputs).toEqual([
      9007199254740993n,
      -12345678901234567890123n,
      9007199254740991,
      1234567890123456,
      0.5
    ]);
  });

  it("reads Python's NaN and infinities", () => {
    const { outputs } = spanWith({
      'mlflow.spanOutputs': '{"a": [NaN, Infinity], "b": -Infinity}'
    });
    expect(outputs).toEqual({ a: [NaN, Infinity], b: -Infinity });
  });

  it.each([
    ['{"string_value":"7"}', '"7"'],
    ['{"int_value":9223372036854775807}', '9223372036854775807'],
    ['{"int_value":"-5"}', '-5'],
    ['{"double_value":4}', '4.0'],
    ['{"double_value":1e-05}', '1e-05'],
    ['{"double_value":0.0001}', '0.0001'],
    ['{"double_value":123456789012345.5}', '123456789012345.5'],
    ['{"double_value":1e+16}', '1e+16'],
    ['{"double_value":-1.5e+300}', '-1.5e+300'],
    ['{"double_value":"NaN"}', 'NaN'],
    ['{"double_value":"-Infinity"}', '-Infinity'],
    ['{"bool_value":false}', 'false'],
    ['{"array_value":{}}', '[]'],
    ['{"array_value":{"values":[{"int_value":1},{}]}}', '[1, null]'],
    [
      '{"kvlist_value":{"values":[{"key":"é","value":{"string_value":"\\u0007ü"}}]}}',
      '{"é": "\\u0007ü"}'
    ]
  ])('stores %s as Python does', (value, text) => {
    expect(restSpan(value).toData().attributes.get('k')).toBe(text);
  });

  it('gives text that is no JSON as it is, and what was never JSON too', () => {
    const span = spanWith({ text: 'not json', empty: '', number: 3 });
    expect(span.attributes).toEqual({
      text: 'not json',
      empty: undefined,
      number: 3
    });
  });

  it('keeps an attribute named __proto__ an attribute', () => {
    const attributes: object = JSON.parse('{"__proto__": "1"}');
    const span = spanWith(attributes);
    expect(Object.entries(span.attributes)).toEqual([['__proto__', 1]]);
  });

  it('reads links of both forms', () => {
    const link = {
      trace_id: 'tr-000000000000000000000000000000ff',
      span_id: '00000000000000ee',
      attributes: { kind: 'retry' }
    };
    const expected = {
      traceId: link.trace_id,
      spanId: link.span_id,
      attributes: { kind: 'retry' }
    };
    expect(spanWith({}, { links: [link] }).links).toEqual([expected]);
    const rest = {
      trace_id: 'AAAAAAAAAAAAAAAAAAAA/w==',
      span_id: 'AAAAAAAAAO4=',
      attributes: [{ key: 'kind', value: { string_value: 'retry' } }]
    };
    expect(spanWith({}, { links: [rest] }).links).toEqual([expected]);
  });

  it('reads the ids and status codes of MLflow 3.5', () => {
    const span = spanWith(
      {},
      {
        trace_id: 'tr-000000000000000000000000000000ff',
        span_id: '00000000000000ee',
        status: { code: 'OK', message: '' }
      }
    );
    expect(span).toMatchObject({
      traceId: 'tr-000000000000000000000000000000ff',
      spanId: '00000000000000ee',
      status: { statusCode: 'OK' }
    });
  });

  it('prints as what matters of it', () => {
    const text = inspect(spanWith({ 'mlflow.spanInputs': '{"q": "why"}' }));
    expect(text).toContain("name: 'one'");
    expect(text).toContain("inputs: { q: 'why' }");
    expect(text).not.toContain('_data');
  });

  it('has no end while it runs', () => {
    expect(spanWith({}).endTimeNs).toBeNull();
  });
});
