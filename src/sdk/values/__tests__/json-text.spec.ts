import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { jsonTextOf } from '../json-text';
import { VALUE_LIMITS } from '../limits';
import { ParsedJson } from '../parsed-json';

class Point {
  constructor(
    readonly x: number,
    readonly y: number
  ) {}
}

const parsed = (value: unknown): unknown => JSON.parse(jsonTextOf(value));

describe('jsonTextOf', () => {
  it('writes plain data as JSON.stringify does', () => {
    const value = {
      a: [1, -2.5, 1e21, true, null],
      'ž"\n': { b: '' },
      skipped: undefined
    };
    expect(jsonTextOf(value)).toBe(JSON.stringify(value));
  });

  it.each([
    [10n, '10'],
    [2n ** 63n - 1n, '9223372036854775807'],
    [2n ** 63n, '"9223372036854775808"'],
    [-(2n ** 63n), '-9223372036854775808'],
    [2 ** 63, '"9223372036854775808"'],
    [2 ** 70, '1.1805916207174113e+21'],
    [1e300, '1e+300'],
    [NaN, '"NaN"'],
    [-Infinity, '"-Infinity"'],
    [-0, '0'],
    [undefined, 'null'],
    [Symbol('s'), '"Symbol(s)"']
  ])('writes %p as %s', (value, text) => {
    expect(jsonTextOf(value)).toBe(text);
  });

  it.each([
    ['a Map with text keys', new Map([['a', 1]]), { a: 1 }],
    ['another Map', new Map([[1, 'a']]), [[1, 'a']]],
    ['a Set', new Set([1, 2]), [1, 2]],
    ['a Date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an invalid Date', new Date(NaN), 'Invalid Date'],
    ['a RegExp', /a+/gi, '/a+/gi'],
    ['a URL', new URL('http://a/b'), 'http://a/b'],
    ['search parameters', new URLSearchParams({ a: 'b' }), 'a=b'],
    ['a class instance', new Point(1, 2), { x: 1, y: 2 }],
    ['a boxed number', Object(3), 3],
    ['a function', Math.max, '[Function: max]'],
    ['a class', Point, '[Function: Point]'],
    ['a promise', Promise.resolve(1), '[Promise]'],
    ['a web stream', new ReadableStream(), '[ReadableStream]'],
    ['a WeakMap', new WeakMap(), '[WeakMap]'],
    [
      'a typed array',
      new Float32Array([1, 0.5]),
      { type: 'Float32Array', length: 2, head: [1, 0.5] }
    ],
    [
      'a Buffer',
      Buffer.from('ab'),
      { type: 'Buffer', length: 2, head: [97, 98] }
    ],
    ['an ArrayBuffer', new ArrayBuffer(5), { type: 'ArrayBuffer', length: 5 }]
  ])('shows %s', (_, value, expected) => {
    expect(parsed(value)).toEqual(expected);
  });

  it('shows an error with its cause and its own fields', () => {
    const error = Object.assign(new RangeError('far', { cause: 'wind' }), {
      code: 7
    });
    expect(parsed(error)).toEqual({
      name: 'RangeError',
      message: 'far',
      stack: error.stack,
      cause: 'wind',
      code: 7
    });
  });

  it('shows the errors that one error gathers', () => {
    const error = new AggregateError([new TypeError('a'), 'b'], 'both');
    expect(parsed(error)).toMatchObject({
      name: 'AggregateError',
      errors: [{ name: 'TypeError', message: 'a' }, 'b']
    });
  });

  it('ends at a circle of causes, Maps and Sets', () => {
    const error = new Error('self');
    error.cause = { error };
    expect(parsed(error)).toMatchObject({ cause: { error: '[Circular]' } });
    const map = new Map<string, unknown>();
    map.set('set', new Set([map]));
    expect(parsed(map)).toEqual({ set: ['[Circular]'] });
  });

  it('ends where getters, toJSON or proxies never do', () => {
    const endless = (): object => ({
      get next() {
        return endless();
      }
    });
    const rewritten = (): object => ({ toJSON: rewritten });
    const keys = Array.from({ length: 100_000 }, (_, i) => `k${i}`);
    const proxy = new Proxy(
      {},
      {
        ownKeys: () => keys,
        getOwnPropertyDescriptor: () => ({
          enumerable: true,
          configurable: true
        }),
        get: (_, key) => (key === 'k0' ? 1 : undefined)
      }
    );
    expect(jsonTextOf(endless())).toContain('"next":"[Too deep]"');
    expect(parsed(rewritten())).toBe('[Too deep]');
    expect(parsed(proxy)).toEqual({ k0: 1 });
    const { proxy: revoked, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(parsed({ revoked, a: 1 })).toMatchObject({
      revoked: expect.stringMatching(/^\[unreadable: /),
      a: 1
    });
  });

  it('leaves readable what stands beside a member that looks like a promise and throws', () => {
    const value = {
      get then() {
        throw new Error('no');
      },
      a: 1
    };
    expect(parsed(value)).toEqual({ then: '[unreadable: no]', a: 1 });
  });

  it('bounds Maps, Sets, sparse arrays, keys and binary data of any size', () => {
    const items = Array.from({ length: 1_000_000 }, (_, i) => i);
    const values = [
      new Set(items),
      new Map(items.map(i => [`k${i}`, i])),
      new Array(4_000_000_000),
      { ['k'.repeat(5_000_000)]: 1 },
      new Array(50).fill('x'.repeat(5_000_000)),
      new Uint8Array(50_000_000)
    ];
    const start = performance.now();
    const texts = values.map(jsonTextOf);
    expect(performance.now() - start).toBeLessThan(5000);
    for (const text of texts) {
      expect(text.length).toBeLessThan(2 * VALUE_LIMITS.textLength);
      expect(() => {
        JSON.parse(text);
      }).not.toThrow();
    }
  });

  it('leaves a web stream and the body of a request to the program', async () => {
    const request = new Request('http://a/b', { method: 'POST', body: 'x' });
    const response = new Response('y');
    jsonTextOf([request, response, request.body]);
    expect([request.bodyUsed, response.body?.locked]).toEqual([false, false]);
    expect(await request.text()).toBe('x');
  });

  it('never pulls from a stream or an iterator', () => {
    let pulls = 0;
    const stream = new Readable({
      read: () => {
        pulls += 1;
      }
    });
    const generator = (function* () {
      pulls += 1;
      yield 1;
    })();
    expect(parsed([stream, generator, [1].values()])).toEqual([
      '[Readable]',
      '[Generator]',
      '[Array Iterator]'
    ]);
    expect(pulls).toBe(0);
  });

  it('marks a circle, and writes twice what is only shared', () => {
    const shared = { a: 1 };
    const value: Record<string, unknown> = { one: shared, two: shared };
    value['self'] = value;
    expect(parsed(value)).toEqual({
      one: { a: 1 },
      two: { a: 1 },
      self: '[Circular]'
    });
  });

  it('marks only the place that cannot be read', () => {
    const value = {
      good: 1,
      get bad() {
        throw new Error('no');
      },
      worse: {
        toJSON() {
          throw new Error('never');
        }
      },
      proxy: new Proxy(
        {},
        {
          ownKeys() {
            throw new Error('trap');
          }
        }
      )
    };
    expect(parsed(value)).toEqual({
      good: 1,
      bad: '[unreadable: no]',
      worse: '[unreadable: never]',
      proxy: '[unreadable: trap]'
    });
  });

  it('replaces lone surrogates, which Python cannot write', () => {
    expect(parsed('a\ud83db')).toBe('a\ufffdb');
    expect(parsed({ '\udc00': '😀' })).toEqual({ '\ufffd': '😀' });
  });

  it('bounds a huge string, array, depth and object in size and time', () => {
    const deep: unknown[] = [];
    let inner = deep;
    for (let i = 0; i < 100_000; i++) {
      const next: unknown[] = [];
      inner.push(next);
      inner = next;
    }
    const start = performance.now();
    const text = parsed('x'.repeat(50_000_000)) as string;
    const array = parsed(new Array(1_000_000).fill(7)) as unknown[];
    const nested = jsonTextOf(deep);
    const row = new Array(9000).fill(1);
    const wide = jsonTextOf(new Array(9000).fill(row));
    expect(text.endsWith('… [48000000 more characters]')).toBe(true);
    expect(array).toHaveLength(VALUE_LIMITS.items + 1);
    expect(array.at(-1)).toBe('… [990000 more items]');
    expect(nested).toContain('[Too deep]');
    expect(wide.length).toBeLessThan(2 * VALUE_LIMITS.textLength);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('leaves the value as it was', () => {
    const value = Object.freeze({ a: Object.freeze([new Map([[{}, 1]])]) });
    expect(() => jsonTextOf(value)).not.toThrow();
  });

  it('keeps a long image whole, which would be of no use without its end', () => {
    const data = 'A'.repeat(3_000_000);
    for (const image of [
      `data:image/png;base64,${data}`,
      `iVBORw0KGgo${data}`
    ]) {
      expect(JSON.parse(jsonTextOf(image))).toBe(image);
      expect(JSON.parse(jsonTextOf([image]))).toEqual([image]);
    }
  });
});

describe('what came as JSON text', () => {
  const written = (text: string): string => jsonTextOf(new ParsedJson(text));

  it('is recorded as it came', () => {
    const text = '{"b": [1.0, "ž"],  "a": {"then": null}}';
    expect(written(text)).toBe(text);
    expect(jsonTextOf({ body: new ParsedJson('[1.0]') })).toBe('{"body":[1]}');
  });

  it.each([
    ['half a character', '["\\uD83d"]', '["\uFFFD"]'],
    ['a number without end', '[1e999]', '["Infinity"]'],
    [
      'a whole number that is too large',
      '[92233720368547758080]',
      '["92233720368547758080"]'
    ],
    [
      'nesting that is too deep',
      `${'['.repeat(200)}1${']'.repeat(200)}`,
      expect.stringContaining('"[Too deep]"')
    ],
    [
      'a text that is too long',
      JSON.stringify('x'.repeat(VALUE_LIMITS.stringLength + 1)),
      expect.stringContaining('… [1 more characters]')
    ]
  ])('is written as any value is where it has %s', (_, text, expected) => {
    expect(written(text)).toEqual(expected);
  });

  it('is told from other values without asking them', () => {
    const asked = new Proxy(
      {},
      {
        getPrototypeOf: () => {
          throw new Error('asked');
        }
      }
    );
    expect(jsonTextOf(asked)).toBe('"[unreadable: asked]"');
  });

  it('is refused where it is none', () => {
    expect(() => new ParsedJson('{')).toThrow(SyntaxError);
  });
});

describe('a plain object', () => {
  it.each([
    ['toJSON', { a: 1, toJSON: () => 'said' }, 'said'],
    ['then', { a: 1, then: () => undefined }, '[Object]'],
    ['next', { a: 1, next: () => undefined }, '[Object]'],
    ['a then that is a value', { a: 1, then: 2 }, { a: 1, then: 2 }],
    [
      'a hidden toJSON',
      Object.defineProperty({ key: 'secret' }, 'toJSON', {
        value: () => 'hidden'
      }),
      'hidden'
    ]
  ])('with %s is written as it says', (_, value, expected) => {
    expect(parsed(value)).toEqual(expected);
  });
});
