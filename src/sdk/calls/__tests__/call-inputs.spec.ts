import { describe, expect, it } from '@jest/globals';
import { callInputsOf } from '../call-inputs';

/** The function that an expression gives; as text, because the compilers of the tests rewrite parameters. */
function compiled(expression: string): object {
  return eval(`(${expression})`) as object;
}

describe('callInputsOf', () => {
  it.each<[string, string, unknown[], object]>([
    ['a function', 'function f(a, b) {}', [1, 2], { a: 1, b: 2 }],
    ['an arrow', '(a) => a', [1], { a: 1 }],
    ['an async arrow without brackets', 'async x => x', [1], { x: 1 }],
    [
      'a call in a default',
      '(a, b = Math.max(1, 2), c = 3) => {}',
      [1],
      { a: 1, c: 3 }
    ],
    ['a method', '(class { m(a, b = 2) {} }).prototype.m', [1], { a: 1, b: 2 }],
    [
      'a static method with rest',
      '(class { static of(a, ...rest) {} }).of',
      [1, 2, 3],
      { a: 1, rest: [2, 3] }
    ],
    [
      'a computed async method',
      '(class { async ["c" + 1](a) {} }).prototype.c1',
      [1],
      { a: 1 }
    ],
    [
      'a private method',
      '(class A { static #p(a) {} static p = A.#p }).p',
      [1],
      { a: 1 }
    ],
    [
      'a method that calls super',
      '(class { m(a) { return super.toString() } }).prototype.m',
      [1],
      { a: 1 }
    ],
    [
      'a shorthand method',
      "({ run(a, b = 'x') {} }).run",
      [1],
      { a: 1, b: 'x' }
    ],
    ['an async generator', '({ async *s(n) {} }).s', [5], { n: 5 }],
    ['a field', '(class { static f = a => a }).f', [1], { a: 1 }]
  ])('names the arguments of %s', (_, source, args, expected) => {
    expect(callInputsOf(compiled(source), args)).toEqual(expected);
  });

  it('fills defaults that the source tells, and takes undefined for them as the language does', () => {
    const fn = compiled(
      "(a = 1, b = -2.5, c = ['x', null], d = { e: true }, f = `t`, g = 7n) => {}"
    );
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
    const fn = compiled('({ q, k = 5, ...others }, n = 1) => {}');
    expect(callInputsOf(fn, [{ q: 'x', extra: 1 }])).toEqual({
      q: 'x',
      k: 5,
      others: { extra: 1 },
      n: 1
    });
    expect(callInputsOf(compiled('({ a = 1, b = 2 } = {}) => {}'), [])).toEqual(
      { a: 1, b: 2 }
    );
  });

  it('runs no getter and no trap to find fields: the whole argument is under its position', () => {
    let reads = 0;
    const fn = compiled('({ a }) => a');
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

  it('gives fields whose names clash under their positions', () => {
    const fn = compiled('(a, { a: inner }) => {}');
    expect(callInputsOf(fn, [1, { a: 2 }])).toEqual({ a: 1, 1: { a: 2 } });
  });

  it.each<[string, object, unknown[], object]>([
    ['native functions', Math.pow, [2, 3], { 0: 2, 1: 3 }],
    ['bound functions', Math.max.bind(null), [1], { 0: 1 }],
    [
      'destructured arrays',
      compiled('([a, b], c) => a'),
      [[1, 2], 3],
      { 0: [1, 2], c: 3 }
    ],
    [
      'more arguments than parameters',
      compiled('a => a'),
      [1, 2],
      { a: 1, 1: 2 }
    ]
  ])('records by position the arguments of %s', (_, fn, args, expected) => {
    expect(callInputsOf(fn, args)).toEqual(expected);
  });

  it('gives no inputs for a call without arguments', () => {
    expect(callInputsOf(compiled('() => 1'), [])).toEqual({});
  });
});
