import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceRecord } from '../../../test/arbitraries';
import { traceFromText } from '../../../test/trace-from-text';
import type { TraceInfo } from '../../bundle/types';
import { sessionsOf, turnOf } from '../session';
import { rowFilter } from '../table-filter';
import { tableRow, type TableRow } from '../table-row';
import { SORT_KEYS, sortRows } from '../table-sort';

const rowWith = (info: Partial<TraceInfo>, index = 0): TableRow =>
  tableRow(traceFromText('answer 0-10', { info }), index);

const rows = fc
  .array(traceRecord, { maxLength: 8 })
  .map(records => records.map(tableRow));

describe('a row of the table', () => {
  it('tells what MLflow summed up', () => {
    const row = rowWith({
      durationMs: 7,
      tags: { 'mlflow.traceName': 'chat', env: 'dev' },
      metadata: {
        'mlflow.trace.session': 's-1',
        'mlflow.trace.tokenUsage': '{"input_tokens":3,"output_tokens":4}',
        'mlflow.trace.cost': '{"total_cost":0.5}'
      },
      requestPreview: '"Why?"',
      responsePreview: `"${'x'.repeat(500)}"`
    });
    expect(row).toMatchObject({
      name: 'chat',
      state: 'OK',
      time: Date.UTC(2026, 0, 1),
      durationMs: 7,
      tokens: { input: 3, output: 4, total: 7 },
      cost: 0.5,
      session: 's-1',
      request: 'Why?'
    });
    expect(row.response).toHaveLength(200);
  });

  it('takes from the spans what is not there', () => {
    const record = traceFromText('answer 0-10 / ..call LLM 1-2', {
      info: { tags: {} },
      rows: {
        answer: { inputs: '{"q":1}', outputs: '"a"' },
        call: { attributes: '{"mlflow.chat.tokenUsage":{"input_tokens":3}}' }
      }
    });
    const { durationMs, ...info } = record.info;
    expect(durationMs).toBe(10);
    expect(tableRow({ ...record, info }, 0)).toMatchObject({
      name: 'answer',
      durationMs: 10,
      tokens: { total: 3 },
      request: '{"q":1}',
      response: 'a'
    });
  });

  it('names assessments with their values, without those that were overridden', () => {
    const { assessments } = rowWith({
      assessments: [
        '{"assessment_name":"correct","feedback":{"value":true},"valid":true}',
        '{"assessment_name":"old","feedback":{"value":1},"valid":false}',
        '{"assessment_name":"judge","feedback":{"error":{"error_code":"TIMEOUT"}}}',
        '{"assessment_name":"label","expectation":{"value":"no"}}',
        '{"assessment_name":"id","expectation":{"value":9007199254740993}}',
        '{"assessment_name":"ids","expectation":{"value":[9007199254740993, null]}}',
        'garbage'
      ]
    });
    expect(assessments).toEqual([
      { name: 'correct', value: 'true', kind: 'pass' },
      { name: 'judge', value: 'TIMEOUT', kind: 'other' },
      { name: 'label', value: 'no', kind: 'fail' },
      { name: 'id', value: '9007199254740993', kind: 'other' },
      { name: 'ids', value: '[9007199254740993,null]', kind: 'other' }
    ]);
  });
});

describe('filtering', () => {
  const row = rowWith({
    traceId: 'tr-42',
    tags: { 'mlflow.traceName': 'Answer', env: 'Production' },
    metadata: { 'mlflow.trace.session': 'sess-7' },
    requestPreview: 'the weather in Paris'
  });
  it.each([
    ['', true],
    ['answer', true],
    ['paris WEATHER', true],
    ['paris london', false],
    ['env=prod', true],
    ['env=dev', false],
    ['sess-7', true],
    ['tr-42', true],
    ['/^the .* Paris$/', true],
    ['/^the .* paris$/', false],
    ['/PARIS/i', true],
    ['/an.wer/gi', true]
  ])('by %j', (filter, fits) => {
    expect(rowFilter(filter)?.(row)).toBe(fits);
  });

  it('takes no expression that is none, or that could run for minutes', () => {
    expect(rowFilter('/(/')).toBeUndefined();
    expect(rowFilter('/(a+)+$/')).toBeUndefined();
  });
});

describe('sorting', () => {
  it('loses and repeats no row, and changes nothing when done again', () => {
    const sort = fc.record({
      key: fc.constantFrom(...SORT_KEYS),
      direction: fc.constantFrom('ascending' as const, 'descending' as const)
    });
    fc.assert(
      fc.property(rows, sort, (all, by) => {
        const sorted = sortRows(all, by);
        expect(new Set(sorted)).toEqual(new Set(all));
        expect(sorted).toHaveLength(all.length);
        expect(sortRows(sorted, by)).toEqual(sorted);
      })
    );
  });

  it('puts what has no value last in both directions', () => {
    const all = [
      rowWith({ metadata: {} }, 0),
      rowWith({ metadata: { 'mlflow.trace.cost': '{"total_cost":2}' } }, 1),
      rowWith({ metadata: { 'mlflow.trace.cost': '{"total_cost":1}' } }, 2)
    ];
    const order = (direction: 'ascending' | 'descending') =>
      sortRows(all, { key: 'cost', direction }).map(({ index }) => index);
    expect(order('ascending')).toEqual([2, 1, 0]);
    expect(order('descending')).toEqual([1, 2, 0]);
  });

  it('puts errors first', () => {
    const all = [rowWith({ state: 'OK' }, 0), rowWith({ state: 'ERROR' }, 1)];
    const sorted = sortRows(all, { key: 'state', direction: 'ascending' });
    expect(sorted.map(({ state }) => state)).toEqual(['ERROR', 'OK']);
  });
});

describe('sessions', () => {
  const at = (session: string | undefined, second: number, index: number) =>
    rowWith(
      {
        startTime: BigInt(second) * 1_000_000_000n,
        metadata:
          session === undefined ? {} : { 'mlflow.trace.session': session }
      },
      index
    );

  it('are read top to bottom, in the order of the table, with the rest last', () => {
    const groups = sessionsOf([
      at(undefined, 1, 0),
      at('b', 9, 1),
      at('a', 3, 2),
      at('b', 5, 3)
    ]);
    expect(
      groups.map(({ id, rows: own }) => [id, own.map(({ index }) => index)])
    ).toEqual([
      ['b', [3, 1]],
      ['a', [2]],
      [undefined, [0]]
    ]);
  });

  it('hold every row once', () => {
    fc.assert(
      fc.property(rows, all => {
        const held = sessionsOf(all).flatMap(session => session.rows);
        expect(held).toHaveLength(all.length);
        expect(new Set(held)).toEqual(new Set(all));
      })
    );
  });

  it.each([
    ['"plain"', 'plain'],
    ['{"question":"Why?"}', 'Why?'],
    [
      '{"messages":[{"role":"system","content":"s"},{"role":"user","content":"Hi"}],"model":"m"}',
      'Hi'
    ],
    ['{"choices":[{"message":{"role":"assistant","content":"Yes"}}]}', 'Yes'],
    ['{"content":[{"type":"text","text":"Part"}]}', 'Part'],
    ['{"q":"more","history":[{"role":"user","content":"hi"}]}', 'more'],
    ['{"a":1,"b":2}', '{"a":1,"b":2}'],
    ['{"cut": "of', '{"cut": "of'],
    [undefined, '']
  ])('say %j in words', (preview, said) => {
    const { info } = rowWith(
      preview === undefined ? {} : { requestPreview: preview }
    ).record;
    expect(turnOf(info).asked).toBe(said);
  });
});
