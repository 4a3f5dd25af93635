import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration } from '../format-duration';
import { mlflowTraceId, normalId } from '../ids';
import { jsonTextOf, parseExactJson, parseJson } from '../json-text';
import { orderSpans } from '../span-order';
import { spanTableOf } from '../span-table';
import { headOf, jsonStringBytes, utf8Bytes, wellFormed } from '../text';
import { spanRow } from '../../../test/arbitraries';

describe('formatDuration', () => {
  it.each([
    [0, '0 µs'],
    [532, '532 µs'],
    [999.6, '1.00 ms'],
    [12_400, '12.4 ms'],
    [999_499, '999 ms'],
    [999_500, '1.00 s'],
    [1_240_000, '1.24 s'],
    [59_949_999, '59.9 s'],
    [59_950_000, '1 min 00 s'],
    [125_000_000, '2 min 05 s'],
    [3_599_600_000, '1 h 00 min'],
    [3_720_000_000, '1 h 02 min'],
    [-1500, '−1.50 ms'],
    [NaN, '–'],
    [Infinity, '–']
  ])('writes %d µs as %s', (duration, text) => {
    expect(formatDuration(duration)).toBe(text);
  });
});

describe('parseJson', () => {
  it('agrees with JSON.parse as far as numbers hold the values', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        const exact = parseExactJson(text);
        expect(JSON.parse(jsonTextOf(exact))).toEqual(JSON.parse(text));
        if (!/\d{16}/.test(text)) {
          expect(exact).toEqual(JSON.parse(text));
        }
      })
    );
  });

  it('keeps the digits of long integers, and only of integers, outside strings', () => {
    const text =
      '{"a\\"1":[12345678901234567890,-9007199254740993],"b":"\\\\","c":1234567890123456.5,"d":"9007199254740993"}';
    expect(parseExactJson(text)).toEqual({
      'a"1': [12345678901234567890n, -9007199254740993n],
      b: '\\',
      c: 1234567890123456.5,
      d: '9007199254740993'
    });
    expect(jsonTextOf(parseJson(text))).toBe(text);
  });

  it('reads the NaN and Infinity that Python writes', () => {
    expect(parseExactJson('[NaN,-Infinity,"NaN",Infinity]')).toEqual([
      NaN,
      -Infinity,
      'NaN',
      Infinity
    ]);
    expect(jsonTextOf(parseJson('[NaN]'))).toBe('["NaN"]');
  });

  it('refuses what is no JSON', () => {
    for (const text of [
      '',
      '{',
      '"open',
      '12345678901234567890 1',
      'NaN1',
      '{"a" 1}'
    ]) {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    }
  });
});

describe('jsonTextOf', () => {
  it('writes JSON as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(jsonTextOf(value)).toBe(JSON.stringify(value));
      })
    );
  });

  it('has a text for what is no JSON', () => {
    const self: unknown[] = [];
    self.push(self, 2n ** 70n, NaN, undefined, () => 1, Symbol('s'));
    expect(jsonTextOf(self)).toBe(
      '["…",1180591620717411303424,"NaN",null,null,null]'
    );
  });

  it('ends at a depth at which others overflow', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 50_000; level++) {
      deep = [deep];
    }
    expect(JSON.parse(jsonTextOf(deep))).toBeInstanceOf(Array);
  });
});

describe('text', () => {
  it('is measured as Node measures it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const whole = wellFormed(text);
        expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
        expect(jsonStringBytes(whole)).toBe(
          Buffer.byteLength(JSON.stringify(whole))
        );
      })
    );
  });

  it('is never cut within a character', () => {
    expect(headOf('a😀b', 2)).toBe('a');
    expect(headOf('a😀b', 3)).toBe('a😀');
    expect(headOf('ab', 5)).toBe('ab');
  });
});

test('ids are hexadecimal in whichever form they come', () => {
  expect(normalId('4aUwmGyoc3A=')).toBe('e1a530986ca87370');
  expect(normalId('0xE1A530986CA87370')).toBe('e1a530986ca87370');
  expect(normalId('own id')).toBe('own id');
  expect(mlflowTraceId('cr3w1ToJYA8s0tmCfRgJ5g==')).toBe(
    'tr-72bdf0d53a09600f2cd2d9827d1809e6'
  );
  expect(mlflowTraceId('trace:/place/1')).toBe('trace:/place/1');
});

describe('spanTableOf', () => {
  it('rounds times to microseconds and takes what is no time as unknown', () => {
    const table = spanTableOf([
      { spanId: 'a', name: 'a', start: -0.2, end: 1.6 },
      { spanId: 'b', name: 'b', start: Infinity, end: 2 ** 60 }
    ]);
    expect([...table.starts]).toEqual([0, NaN]);
    expect([...table.ends]).toEqual([2, NaN]);
  });

  it('takes the first of several spans with one id for the parent', () => {
    const { parents, orphans } = spanTableOf([
      { spanId: 'child', parentId: 'twin', name: '', start: 0 },
      { spanId: 'twin', name: '', start: 0 },
      { spanId: 'twin', parentId: 'gone', name: '', start: 0 }
    ]);
    expect([...parents]).toEqual([1, -1, -1]);
    expect([...orphans]).toEqual([[2, 'gone']]);
  });
});

describe('orderSpans', () => {
  it('makes of any rows a forest in pre-order with sorted siblings', () => {
    fc.assert(
      fc.property(fc.array(spanRow, { maxLength: 30 }), rows => {
        const table = spanTableOf(rows);
        const {
          order,
          positions,
          parents,
          depths,
          sizesAtPosition,
          siblingPositions,
          childCounts
        } = orderSpans(table);
        expect([...order].sort((a, b) => a - b)).toEqual(
          rows.map((_, row) => row)
        );
        order.forEach((row, position) => {
          const parent = parents[row] ?? -1;
          const parentAt = parent < 0 ? -1 : positions[parent]!;
          expect(positions[row]).toBe(position);
          expect(depths[row]).toBe(parent < 0 ? 0 : depths[parent]! + 1);
          expect(parentAt).toBeLessThan(position);
          const end =
            parent < 0 ? rows.length : parentAt + sizesAtPosition[parentAt]!;
          expect(position + sizesAtPosition[position]!).toBeLessThanOrEqual(
            end
          );
          const siblings = [...order].filter(
            other => parents[other] === parent
          );
          expect(siblings[siblingPositions[row]! - 1]).toBe(row);
          expect(childCounts[row]).toBe(
            [...parents].filter(up => up === row).length
          );
          if (parent >= 0) {
            expect(parent).toBe(table.parents[row]);
          }
        });
      })
    );
  });

  it('cuts a cycle at its earliest span', () => {
    const { parents, cutRows } = orderSpans(
      spanTableOf([
        { spanId: 'a', parentId: 'c', name: '', start: 3 },
        { spanId: 'b', parentId: 'a', name: '', start: 1 },
        { spanId: 'c', parentId: 'b', name: '', start: 2 },
        { spanId: 'tail', parentId: 'c', name: '', start: 0 },
        { spanId: 'self', parentId: 'self', name: '', start: 0 }
      ])
    );
    expect([...parents]).toEqual([2, -1, 1, 2, -1]);
    expect(cutRows).toEqual([1, 4]);
  });
});
