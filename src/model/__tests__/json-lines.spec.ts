import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonLines, jsPath, type JsonLine } from '../json-lines';
import { searchJson } from '../json-search';

function linesOf(value: unknown, open?: boolean): readonly JsonLine[] {
  return jsonLines(value, { opened: () => open, limit: () => 100 });
}

describe('jsonLines', () => {
  it('lists members in their order, two levels open', () => {
    const lines = linesOf({ a: { b: { c: 1 } }, d: [2] });
    expect(
      lines.map(({ path, level, isOpen }) => [path.join('.'), level, isOpen])
    ).toEqual([
      ['a', 0, true],
      ['a.b', 1, true],
      ['a.b.c', 2, false],
      ['d', 0, true],
      ['d.0', 1, false]
    ]);
  });

  it('stops at a depth and a width that a page can bear', () => {
    const deep: unknown = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));
    expect(linesOf(deep, true).length).toBe(5000);
    const wide = linesOf(Array.from({ length: 1000 }, () => 1));
    expect(wide).toHaveLength(101);
    expect(wide[100]?.hidden).toBe(900);
  });

  it('names each line once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const ids = linesOf(value, true).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      })
    );
  });
});

describe('jsPath', () => {
  it('is what JavaScript evaluates to the value', () => {
    expect(jsPath('inputs', ['a', 0, 'first name', 'x"y', '0'])).toBe(
      'inputs.a[0]["first name"]["x\\"y"]["0"]'
    );
  });
});

it('opens what it is told to, however deep or long', () => {
  const deep = { a: { b: { c: { d: 1 } } } };
  const options = { opened: () => undefined, limit: () => 100 };
  const opens = new Set<object>([deep.a.b, deep.a.b.c]);
  expect(jsonLines(deep, options)).toHaveLength(3);
  expect(jsonLines(deep, { ...options, opens })).toHaveLength(4);
});

describe('searchJson', () => {
  it('keeps the way to each hit, in keys and values', () => {
    const value = { a: [{ Needle: 1 }, 'x'], b: 'NEEDLE', c: 3 };
    const { count, kept } = searchJson(value, 'needle');
    expect(count).toBe(2);
    expect([...(kept.get(value) ?? [])].sort()).toEqual(['a', 'b']);
    expect([...(kept.get(value.a) ?? [])]).toEqual(['0']);
  });

  it('does not take the place in a list for a name', () => {
    expect(searchJson(['x', 'y'], '1').count).toBe(0);
  });

  it('says when it stopped early', () => {
    const many = Array.from({ length: 300_000 }, () => 'x');
    expect(searchJson(many, 'x').isPartial).toBe(true);
  });
});
