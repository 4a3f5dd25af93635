import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv';
import fc from 'fast-check';
import { traceBundle } from '../../../test/arbitraries';
import { bundleOf } from '../bundle-of';
import { mimeBundleOf } from '../mime-bundle';
import { parseBundle } from '../parse-bundle';
import { serializeBundle } from '../serialize-bundle';
import { spanTableOf } from '../span-table';
import type { SpanRow, TraceBundle, TraceInfo } from '../types';

const info: TraceInfo = {
  traceId: 'tr-1',
  state: 'OK',
  metadata: {},
  tags: {},
  assessments: []
};

const validate = new Ajv({ strict: false }).compile(
  JSON.parse(
    readFileSync(
      join(__dirname, '../../../docs/trace-bundle.schema.json'),
      'utf8'
    )
  )
);

function written(rows: readonly SpanRow[]): TraceBundle {
  return { traces: [{ info, spans: spanTableOf(rows) }] };
}

function reread(bundle: TraceBundle): unknown {
  return parseBundle(JSON.stringify(serializeBundle(bundle)));
}

describe('a serialized bundle', () => {
  it('is read back as it was, from text and from the object', () => {
    fc.assert(
      fc.property(traceBundle, bundle => {
        const expected = { ok: true, bundle, warnings: [] };
        expect(reread(bundle)).toEqual(expected);
        expect(parseBundle(serializeBundle(bundle))).toEqual(expected);
      })
    );
  });

  it('is what the JSON Schema in docs describes', () => {
    fc.assert(
      fc.property(traceBundle, fc.nat(4000), (bundle, maxBytes) => {
        const { traces, ...wishes } = bundle;
        validate(serializeBundle(bundleOf(traces, { ...wishes, maxBytes })));
        expect(validate.errors ?? []).toEqual([]);
      })
    );
  });

  it('keeps a recorded null apart from nothing recorded', () => {
    const bundle = written([
      { spanId: 'a', name: 'returned null', start: 0, outputs: 'null' },
      { spanId: 'b', name: 'returned nothing', start: 0 }
    ]);
    expect([...(bundle.traces[0]?.spans?.outputs ?? [])]).toEqual([
      [0, 'null']
    ]);
    expect(reread(bundle)).toEqual({ ok: true, bundle, warnings: [] });
  });

  it('keeps the digits of integers that no number holds', () => {
    const outputs = '{"id":12345678901234567890}';
    const bundle = {
      traces: [
        {
          info: { ...info, startTime: 1795358399145253988n },
          spans: spanTableOf([{ spanId: 'a', name: 'a', start: 0, outputs }])
        }
      ]
    };
    expect(reread(bundle)).toEqual({ ok: true, bundle, warnings: [] });
  });

  it('holds no lone surrogate, with which no notebook could be saved', () => {
    const bundle = written([
      {
        spanId: 'a',
        name: 'half \ud83d',
        start: 0,
        inputs: '"\udc00 whole 😀"'
      }
    ]);
    const text = JSON.stringify(mimeBundleOf(bundle));
    expect(text).not.toMatch(/\\ud[89a-f]/i);
    expect(text).toContain('half \ufffd');
    expect(text).toContain('\ufffd whole 😀');
  });

  it('costs at most 60 bytes a span on disk, besides payloads', () => {
    for (const count of [1000, 100_000]) {
      const bytes = notebookBytes(manySpans(count)) - notebookBytes([]);
      expect(bytes / count).toBeLessThanOrEqual(60);
    }
  });
});

/** A deep and wide agent run: names that repeat, real ids, times of hours. */
function manySpans(count: number): SpanRow[] {
  return Array.from({ length: count }, (_, row) => ({
    spanId: idOf(row),
    parentId: row === 0 ? undefined : idOf(Math.floor((row - 1) / 4)),
    name: `agent step ${row % 40}`,
    spanType: ['AGENT', 'CHAT_MODEL', 'TOOL'][row % 3],
    start: row * 36_000,
    end: row * 36_000 + 1_234_567,
    status: 1
  }));
}

function idOf(row: number): string {
  return ((0x9e3779b97f4a7c15n * BigInt(row + 1)) & 0xffffffffffffffffn)
    .toString(16)
    .padStart(16, '0');
}

/** Size of the notebook that holds the bundle, saved as nbformat does: indented by one, UTF-8. */
function notebookBytes(rows: readonly SpanRow[]): number {
  const data = { bundle: serializeBundle(written(rows)) };
  const notebook = { cells: [{ outputs: [{ data }] }] };
  return Buffer.byteLength(JSON.stringify(notebook, null, 1));
}
