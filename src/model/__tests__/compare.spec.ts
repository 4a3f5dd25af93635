import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { traceRecord } from '../../../test/arbitraries';
import { traceFromText } from '../../../test/trace-from-text';
import { buildTrace } from '../build-trace';
import { compareTraces, figuresOf, type ComparedSpan } from '../compare-traces';
import { compareValues } from '../compare-values';
import type { Trace } from '../types';

const trace: fc.Arbitrary<Trace> = traceRecord.map(buildTrace);

const drawn = (drawing: string): Trace => buildTrace(traceFromText(drawing));

/** `= name` in both, `- name` in the first alone, `+ name` in the second alone. */
const text = (lines: readonly ComparedSpan[]): string[] =>
  lines.map(({ a, b, name, depth }) => {
    const mark = b === -1 ? '-' : a === -1 ? '+' : '=';
    return `${'..'.repeat(depth)}${mark} ${name}`;
  });

describe('comparing two traces', () => {
  it('aligns spans by the path of their names', () => {
    const a = drawn('root 0-10 / ..plan 0-2 / ..search 2-4 / ....load 3-4');
    const b = drawn('root 0-10 / ..search 0-4 / ....rank 2-3 / ..answer 4-9');
    expect(text(compareTraces(a, b))).toEqual([
      '= root',
      '..- plan',
      '..= search',
      '....+ rank',
      '....- load',
      '..+ answer'
    ]);
  });

  it('aligns spans of one name in their order', () => {
    const a = drawn('root 0-10 / ..call 0-2 / ..call 2-4');
    const b = drawn('root 0-10 / ..call 0-2 / ..call 2-4 / ..call 4-6');
    expect(text(compareTraces(a, b))).toEqual([
      '= root',
      '..= call',
      '..= call',
      '..+ call'
    ]);
  });

  it('says what differs besides time', () => {
    const rows = (inputs: string, tokens: number) => ({
      rows: {
        root: {
          inputs,
          attributes: `{"mlflow.chat.tokenUsage":{"input_tokens":${tokens}}}`
        }
      }
    });
    const a = buildTrace(traceFromText('root 0-1', rows('{"q":1}', 5)));
    const b = buildTrace(traceFromText('root 0-1 !error', rows('{"q":2}', 6)));
    const [line] = compareTraces(a, b);
    expect(line?.differs).toEqual(['status', 'tokens', 'inputs']);
    expect(figuresOf(a, 0)).toEqual({
      duration: 1000,
      tokens: { input: 5, output: 0, total: 5 },
      cost: undefined
    });
  });

  it('finds every span of both in exactly one line, after its parent', () => {
    fc.assert(
      fc.property(trace, trace, (a, b) => {
        const lines = compareTraces(a, b);
        for (const [side, own] of [
          ['a', a],
          ['b', b]
        ] as const) {
          const rows = lines.map(line => line[side]).filter(row => row !== -1);
          expect([...rows].sort((x, y) => x - y)).toEqual(
            Array.from({ length: own.spans.count }, (_, row) => row)
          );
          rows.forEach((row, at) => {
            const parent = own.parents[row]!;
            expect(parent === -1 || rows.indexOf(parent) < at).toBe(true);
          });
        }
      })
    );
  });

  it('is symmetric: the other way round the same spans are the same', () => {
    const pairs = (lines: readonly ComparedSpan[]): string[] =>
      lines.map(({ a, b }) => `${a} ${b}`).sort();
    fc.assert(
      fc.property(trace, trace, (a, b) => {
        const mirrored = compareTraces(b, a).map(line => ({
          ...line,
          a: line.b,
          b: line.a
        }));
        expect(pairs(mirrored)).toEqual(pairs(compareTraces(a, b)));
      })
    );
  });

  it('finds no difference between a trace and itself', () => {
    fc.assert(
      fc.property(trace, own => {
        for (const { a, b, differs } of compareTraces(own, own)) {
          expect(a).toBe(b);
          expect(differs).toEqual([]);
        }
      })
    );
  });

  it('is done with 10,000 levels, and with 10,000 siblings of one name', () => {
    const rows = Array.from({ length: 10_000 }, (_, row) => row);
    const deep = drawn(
      rows.map(row => `${'..'.repeat(row % 2)}s${row} 0-1`).join('\n')
    );
    const wide = drawn(
      ['root 0-1', ...rows.map(() => '..call 0-1')].join('\n')
    );
    expect(compareTraces(deep, wide)).toHaveLength(20_001);
    expect(compareTraces(wide, wide)).toHaveLength(10_001);
  });
});

describe('comparing two values', () => {
  it('names each place that differs', () => {
    expect(
      compareValues('{"a":1,"b":[1,2],"c":0}', '{"a":1,"b":[1,3],"d":0}')
    ).toEqual([
      { path: ['b', 1], kind: 'changed', before: 2, after: 3 },
      { path: ['c'], kind: 'removed', before: 0 },
      { path: ['d'], kind: 'added', after: 0 }
    ]);
  });

  it('does not mind the spelling', () => {
    expect(compareValues('{"a": 1.0}', '{"a":1}')).toEqual([]);
  });

  it('tells integers apart that no number holds', () => {
    expect(compareValues('9007199254740993', '9007199254740992')).toEqual([
      {
        path: [],
        kind: 'changed',
        before: 9007199254740993n,
        after: 9007199254740992n
      }
    ]);
  });

  it('tells nothing from null, and takes text that is no JSON as it is', () => {
    expect(compareValues(undefined, 'null')).toEqual([
      { path: [], kind: 'added', after: null }
    ]);
    expect(compareValues('[1', '[2')).toEqual([
      { path: [], kind: 'changed', before: '[1', after: '[2' }
    ]);
  });

  it('takes values whole that are too deep to walk', () => {
    const deep = (leaf: number) =>
      `${'['.repeat(20_000)}${leaf}${']'.repeat(20_000)}`;
    expect(compareValues(deep(1), deep(2))).toHaveLength(1);
  });

  it('of a value with itself are none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const json = JSON.stringify(value);
        expect(compareValues(json, json)).toEqual([]);
      })
    );
  });
});
