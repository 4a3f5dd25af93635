import { describe, expect, it } from '@jest/globals';
import { callInputsOf } from '../call-inputs';

/* Functions whose parameters are to be read, hence never used. */
/* eslint-disable @typescript-eslint/no-unused-vars */
class Agent {
  method(a: number, b = 2) {}
  static of(a: number, ...rest: number[]) {}
  async ['computed' + 1](a: number) {}
  static #hidden(a: number) {}
  static get hidden() {
    return Agent.#hidden;
  }
}
const shorthand = { run(a: number, b = 'x') {}, async *stream(n: number) {} };

describe('callInputsOf', () => {
  it.each<[string, object, unknown[], object]>([
    ['a function', function f(a: number, b: number) {}, [1, 2], { a: 1, b: 2 }],
    ['an arrow', (a: number) => a, [1], { a: 1 }],
    ['an async arrow without brackets', eval('async x => x'), [1], { x: 1 }],
    [
      'a call in a default',
      (a: number, b = Math.max(1, 2), c = 3) => {},
      [1],
      { a: 1, c: 3 }
    ],
    ['a method', Agent.prototype.method, [1], { a: 1, b: 2 }],
    ['a static method with rest', Agent.of, [1, 2, 3], { a: 1, rest: [2, 3] }],
    [
      'a computed async method',
      Agent.prototype['computed1' as never],
      [1],
      { a: 1 }
    ],
    ['a private method', Agent.hidden, [1], { a: 1 }],
    ['a shorthand method', shorthand.run, [1], { a: 1, b: 'x' }],
    ['an async generator', shorthand.stream, [5], { n: 5 }]
  ])('names the arguments of %s', (_, fn, args, expected) => {
    expect(callInputsOf(fn, args)).toEqual(expected);
  });

  it('fills defaults that the source tells, and takes undefined for them as the language does', () => {
    const fn = (
      a = 1,
      b = -2.5,
      c = ['x', null],
      d = { e: true },
      f = `t`,
      g = 7n
    ) => {};
    expect(callInputsOf(fn, [undefined, 3])).toEqual({
      a: 1,
      b: 3,
      c: ['x', null],
      d: { e: true },
      f: 't',
      g: 7n
    });
  });

  it('names the fields of a destructured object, with defaults and the rest', () => {
    const fn = ({ q, k = 5, ...others }: Record<string, unknown>, n = 1) => {};
    expect(callInputsOf(fn, [{ q: 'x', extra: 1 }])).toEqual({
      q: 'x',
      k: 5,
      others: { extra: 1 },
      n: 1
    });
    expect(callInputsOf(({ a = 1, b = 2 } = {}) => {}, [])).toEqual({
      a: 1,
      b: 2
    });
  });

  it('runs no getter and no trap to find fields: the whole argument is under its position', () => {
    let reads = 0;
    const fn = ({ a }: { a: number }) => a;
    const withGetter = {
      get a() {
        reads += 1;
        return 1;
      }
    };
    const proxy = new Proxy({ a: 1 }, {});
    expect(Object.keys(callInputsOf(fn, [withGetter]))).toEqual(['0']);
    expect(Object.keys(callInputsOf(fn, [proxy]))).toEqual(['0']);
    expect(reads).toBe(0);
  });

  it('records by position what has no known name', () => {
    expect(callInputsOf(Math.pow, [2, 3])).toEqual({ 0: 2, 1: 3 });
    expect(callInputsOf(((a: number) => a).bind(null), [1])).toEqual({ 0: 1 });
    expect(
      callInputsOf(([a, b]: number[], c: number) => a, [[1, 2], 3])
    ).toEqual({ 0: [1, 2], c: 3 });
    expect(callInputsOf((a: number) => a, [1, 2])).toEqual({ a: 1, 1: 2 });
  });

  it('gives no inputs for a call without arguments', () => {
    expect(callInputsOf(() => 1, [])).toEqual({});
  });
});
