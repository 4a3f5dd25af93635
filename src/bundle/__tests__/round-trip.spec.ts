import { expect, test } from '@jest/globals';
import { bundleOf, parseBundle, serializeBundle, spanTableOf } from '..';
import type { TraceRecord } from '../types';

const record: TraceRecord = {
  info: {
    traceId: 'tr-1',
    experimentId: '2',
    startTime: 1795358399145253988n,
    durationMs: 0.01,
    state: 'OK',
    metadata: { __proto__x: 'y' },
    tags: { 'mlflow.traceName': 'answer' },
    assessments: ['{"name":"correct"}']
  },
  spans: spanTableOf([
    {
      spanId: '00000000000000a1',
      parentId: 'not-there',
      name: 'root',
      spanType: 'CHAIN',
      start: 0,
      end: 10,
      status: 1,
      inputs: 'null'
    },
    {
      spanId: '00000000000000a2',
      parentId: '00000000000000a1',
      name: 'child',
      start: 4,
      status: 2,
      statusMessage: 'it broke',
      outputs: '{"n":12345678901234567890}'
    }
  ])
};

test('a bundle is read back from its JSON text as it was written', () => {
  const bundle = bundleOf([record], { display: 'expanded', more: 2 });
  const text = JSON.stringify(serializeBundle(bundle));
  expect(parseBundle(text)).toEqual({ ok: true, bundle, warnings: [] });
});
