import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceRecord } from '../../../test/arbitraries';
import { traceFromText } from '../../../test/trace-from-text';
import { bundleOf } from '../../bundle/bundle-of';
import type { SpanRow } from '../../bundle/types';
import { buildTrace } from '../build-trace';
import { spanDetail } from '../span-detail';
import type { SpanDetail } from '../types';

function detailOf(row: Partial<SpanRow>): SpanDetail {
  const record = traceFromText('root 0-9', { rows: { root: row } });
  return spanDetail(buildTrace(record), 0);
}

describe('spanDetail', () => {
  it('gives values exactly, big integers too', () => {
    const { inputs } = detailOf({
      inputs: '{"id":12345678901234567890,"n":0.1}'
    });
    expect(inputs).toEqual({
      kind: 'json',
      text: '{"id":12345678901234567890,"n":0.1}',
      value: { id: 12345678901234567890n, n: 0.1 }
    });
  });

  it('tells a recorded null from nothing recorded', () => {
    const detail = detailOf({ outputs: 'null' });
    expect(detail.outputs).toEqual({ kind: 'json', text: 'null', value: null });
    expect(detail).not.toHaveProperty('inputs');
  });

  it('keeps text that is no JSON as it is', () => {
    expect(detailOf({ inputs: '{broken' }).inputs).toEqual({
      kind: 'text',
      text: '{broken'
    });
  });

  it('knows what was cut, and how long it was', () => {
    const record = traceFromText('root 0-9', {
      rows: { root: { inputs: JSON.stringify('x'.repeat(5000)) } }
    });
    const cut = bundleOf([record], { maxBytes: 1000 }).traces[0]!;
    expect(spanDetail(buildTrace(cut), 0).inputs).toEqual({
      kind: 'truncated',
      text: `"${'x'.repeat(255)}`,
      fullBytes: 5002
    });
    const dropped = bundleOf([record], { maxBytes: 0 }).traces[0]!;
    expect(spanDetail(buildTrace(dropped), 0).inputs).toEqual({
      kind: 'truncated',
      text: '',
      fullBytes: 5002
    });
  });

  it('opens attributes, events, links and exceptions', () => {
    const exception = {
      'exception.type': 'TypeError',
      'exception.message': 'no',
      'exception.stacktrace': 'at x'
    };
    const detail = detailOf({
      status: 2,
      statusMessage: 'no',
      attributes: '{"b":1,"a":{"mlflow":2}}',
      events: JSON.stringify([
        { name: 'exception', time: 5, attributes: exception },
        { name: 'token', time: null }
      ]),
      links: '[{"trace_id":"tr-2","span_id":"s","attributes":{"k":1}}]'
    });
    expect(detail).toMatchObject({
      status: 2,
      statusMessage: 'no',
      attributes: { b: 1, a: { mlflow: 2 } },
      events: [
        { name: 'exception', time: 5, attributes: exception },
        { name: 'token', time: NaN, attributes: {} }
      ],
      links: [{ traceId: 'tr-2', spanId: 's', attributes: { k: 1 } }],
      exceptions: [
        { type: 'TypeError', message: 'no', stacktrace: 'at x', time: 5 }
      ],
      unread: {}
    });
  });

  it('reads tokens and cost of the span', () => {
    const attributes = JSON.stringify({
      'mlflow.chat.tokenUsage': {
        input_tokens: 3,
        output_tokens: 4,
        total_tokens: 7
      },
      'mlflow.llm.cost': { total_cost: 0.25 }
    });
    expect(detailOf({ attributes })).toMatchObject({
      tokens: { input: 3, output: 4, total: 7 },
      cost: 0.25
    });
  });

  it('shows what it cannot read as it is', () => {
    const detail = detailOf({
      attributes: '[1]',
      events: '{"no":"list"}',
      links: 'cut'
    });
    expect(detail).toMatchObject({ attributes: {}, events: [], links: [] });
    expect(detail.unread).toEqual({
      attributes: { kind: 'json', text: '[1]', value: [1] },
      events: { kind: 'json', text: '{"no":"list"}', value: { no: 'list' } },
      links: { kind: 'text', text: 'cut' }
    });
  });

  it('names the parent, also one that is not in the trace', () => {
    const record = traceFromText('root 0-9 / ..child 1-2', {
      rows: { root: { parentId: 'elsewhere' } }
    });
    const trace = buildTrace(record);
    expect(spanDetail(trace, 0).parentId).toBe('elsewhere');
    expect(spanDetail(trace, 1).parentId).toBe('0000000000000001');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(traceRecord, record => {
        const trace = buildTrace(record);
        for (const row of trace.order) {
          expect(spanDetail(trace, row).row).toBe(row);
        }
      })
    );
    const deep = `${'['.repeat(100_000)}12345678901234567890${']'.repeat(100_000)}`;
    expect(detailOf({ inputs: deep, attributes: deep }).inputs?.text).toBe(
      deep
    );
  });
});
