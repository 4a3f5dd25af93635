import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceBundle } from '../../../test/arbitraries';
import { bundleOf } from '../bundle-of';
import { serializeBundle } from '../serialize-bundle';
import { spanTableOf } from '../span-table';
import {
  PAYLOAD_COLUMNS,
  type SpanRow,
  type SpanTable,
  type TraceRecord
} from '../types';

function traceWith(...rows: readonly Partial<SpanRow>[]): TraceRecord {
  return {
    info: {
      traceId: 'tr-1',
      state: 'OK',
      metadata: {},
      tags: {},
      assessments: []
    },
    spans: spanTableOf(
      rows.map((row, index) => ({
        spanId: `span ${index}`,
        name: 'span',
        start: 0,
        ...row
      }))
    )
  };
}

function spansOf(traces: readonly TraceRecord[], maxBytes: number): SpanTable {
  const spans = bundleOf(traces, { maxBytes }).traces[0]?.spans;
  expect(spans).toBeDefined();
  return spans!;
}

function sizeOnDisk(traces: readonly TraceRecord[], maxBytes: number): number {
  const wire = serializeBundle(bundleOf(traces, { maxBytes }));
  return Buffer.byteLength(JSON.stringify(wire, null, 1));
}

const jsonString = (length: number): string =>
  JSON.stringify('x'.repeat(length));

describe('bundleOf', () => {
  it('leaves traces alone that fit', () => {
    const trace = traceWith({ inputs: jsonString(1000) });
    expect(bundleOf([trace]).traces[0]).toBe(trace);
  });

  it('passes on how the bundle is to be shown', () => {
    expect(bundleOf([], { display: 'expanded', more: 4 })).toEqual({
      traces: [],
      display: 'expanded',
      more: 4
    });
  });

  it('cuts the largest payload of any column first and records its full length', () => {
    const trace = traceWith(
      { inputs: jsonString(3000), outputs: jsonString(200) },
      { events: jsonString(5000) }
    );
    const spans = spansOf([trace], 5000);
    expect(spans.events.get(1)).toBe(jsonString(5000).slice(0, 256));
    expect(spans.inputs.get(0)).toBe(jsonString(3000));
    expect(spans.outputs.get(0)).toBe(jsonString(200));
    expect(spans.truncated).toEqual({ events: new Map([[1, 5002]]) });
  });

  it('drops heads only when heads are too much, and never the tree', () => {
    const trace = traceWith(
      ...Array.from({ length: 50 }, () => ({ outputs: jsonString(1000) }))
    );
    expect(spansOf([trace], 30_000).outputs.get(7)).toHaveLength(256);
    const bare = spansOf([trace], 0);
    expect(bare.outputs.size).toBe(0);
    expect(bare.truncated.outputs?.get(7)).toBe(1002);
    expect(bare.names).toEqual(trace.spans?.names);
  });

  it('counts full lengths in UTF-8 bytes and never cuts a character in two', () => {
    const emoji = JSON.stringify('a' + '😀'.repeat(300));
    const spans = spansOf([traceWith({ inputs: emoji })], 1200);
    expect(spans.inputs.get(0)).toBe(emoji.slice(0, 256));
    const odd = JSON.stringify('😀'.repeat(300));
    const cut = spansOf([traceWith({ inputs: odd })], 1200);
    expect(cut.inputs.get(0)).toBe(odd.slice(0, 255));
    expect(cut.truncated.inputs?.get(0)).toBe(1202);
  });

  it('keeps the first full length when a bundle is cut again', () => {
    const once = bundleOf([traceWith({ inputs: jsonString(9000) })], {
      maxBytes: 1500
    });
    expect(spansOf(once.traces, 0).truncated.inputs?.get(0)).toBe(9002);
  });

  it('spends one budget on all traces of a cell', () => {
    const traces = Array.from({ length: 20 }, () =>
      traceWith({ inputs: jsonString(2000) })
    );
    expect(sizeOnDisk(traces, 30_000)).toBeLessThanOrEqual(30_000);
  });

  it('counts what JSON and UTF-8 make of a text', () => {
    const quotes = JSON.stringify('"\\\n\u0001é€😀'.repeat(500));
    const traces = [traceWith({ inputs: quotes, outputs: quotes })];
    const unlimited = sizeOnDisk(traces, Infinity);
    expect(bundleOf(traces, { maxBytes: unlimited + 50 }).traces).toBe(traces);
    expect(sizeOnDisk(traces, unlimited - 50)).toBeLessThan(unlimited - 50);
  });

  it('changes nothing but payloads, and accounts for each that it changes', () => {
    fc.assert(
      fc.property(traceBundle, fc.nat(3000), ({ traces }, maxBytes) => {
        bundleOf(traces, { maxBytes }).traces.forEach((cut, index) => {
          expectSameButCut(cut, traces[index]!);
        });
      })
    );
  });
});

function expectSameButCut(cut: TraceRecord, full: TraceRecord): void {
  const bare = { inputs: 0, outputs: 0, attributes: 0, events: 0, links: 0 };
  expect({ ...cut.spans, ...bare, truncated: 0 }).toEqual({
    ...full.spans,
    ...bare,
    truncated: 0
  });
  for (const column of PAYLOAD_COLUMNS) {
    for (const [row, text] of full.spans?.[column] ?? []) {
      const left = cut.spans?.[column].get(row) ?? '';
      const fullBytes = cut.spans?.truncated[column]?.get(row);
      expect(text.startsWith(left)).toBe(true);
      expect(fullBytes).toBe(
        left === text ? undefined : Buffer.byteLength(text)
      );
    }
  }
}

describe('the ids of traces that are not in the bundle', () => {
  const ids = Array.from({ length: 1000 }, (_, i) => `tr-${i}`);

  it('stand in it as far as a fiftieth of the budget goes', () => {
    const { moreIds = [] } = bundleOf([], { moreIds: ids, maxBytes: 10_000 });
    expect(moreIds.join(' ').length).toBeLessThan(200);
    expect(moreIds.join(' ').length).toBeGreaterThan(190);
    expect(bundleOf([], { moreIds: ids }).moreIds).toEqual(ids);
  });

  it('are no member at all when there are none', () => {
    expect(bundleOf([], { moreIds: [] })).toEqual({ traces: [] });
  });
});
