import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { dumpOf, FIXTURES, goldenText } from '../../../test/golden-text';
import { buildTrace } from '../../model/build-trace';
import { parseBundle } from '../parse-bundle';
import { serializeBundle } from '../serialize-bundle';
import type { TraceBundle } from '../types';

const text = readFileSync(join(FIXTURES, 'bundles', 'v1.json'), 'utf8');

function bundleV1(): TraceBundle {
  const result = parseBundle(text);
  expect(result).toMatchObject({ ok: true, warnings: [] });
  return result.ok ? result.bundle : { traces: [] };
}

it('version 1 is written as the first version 1 was, byte for byte', () => {
  expect(`${JSON.stringify(serializeBundle(bundleV1()), null, 1)}\n`).toBe(
    text
  );
});

it('version 1 is read with all its columns', () => {
  const { traces, ...wishes } = bundleV1();
  expect(wishes).toEqual({ display: 'collapsed', more: 2 });
  expect(traces[1]?.spans).toBeUndefined();
  expect(traces[0]?.info).toEqual({
    traceId: 'tr-0af7651916cd43dd8448eb211c80319c',
    experimentId: '7',
    startTime: 1795358399145253988n,
    durationMs: 12.4,
    state: 'OK',
    clientRequestId: 'request 1',
    requestPreview: 'why?',
    responsePreview: 'because',
    metadata: { 'mlflow.trace.session': 's1' },
    tags: { 'mlflow.traceName': 'answer' },
    assessments: ['{"assessment_name":"correct","feedback":{"value":true}}']
  });
  expect(traces[0]?.spans?.truncated).toEqual({
    outputs: new Map([[1, 1048576]]),
    events: new Map([[2, 70000]])
  });
});

it('version 1 reads as its golden text', () => {
  const found = bundleV1()
    .traces.map(record => dumpOf(buildTrace(record)))
    .join('\n');
  expect(found).toBe(goldenText('bundle-v1', found));
});
