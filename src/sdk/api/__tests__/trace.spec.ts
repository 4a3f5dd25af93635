import { describe, expect, it } from '@jest/globals';
import { drawn, tracesOf } from '../../__tests__/recorded-traces';
import { setDiagnosticHandler } from '../../diag';
import { SpanType } from '../../recording/span-type';
import { getCurrentActiveSpan } from '../current-trace';
import { trace } from '../trace';
import { tracing } from '../tracing';

const pause = (ms = 1): Promise<void> =>
  new Promise(resolve => {
    setTimeout(resolve, ms);
  });

async function drawing(work: () => unknown): Promise<string> {
  return (await tracesOf(work)).map(drawn).join('\n---\n');
}

describe('trace(fn)', () => {
  it('records name, arguments by name, return value and the tree of calls', async () => {
    const double = trace(
      function double(n: number, times = 2) {
        return n * times;
      },
      { spanType: SpanType.TOOL }
    );
    const main = trace((q: string) => double(q.length) + double(1, 3), {
      name: 'main'
    });
    expect(await drawing(() => main('abc'))).toBe(
      [
        'main {"q":"abc"} → 9',
        '  double TOOL {"n":3,"times":2} → 6',
        '  double TOOL {"n":1,"times":3} → 3'
      ].join('\n')
    );
  });

  it('keeps trees apart under Promise.all, timers and concurrent traces', async () => {
    const leaf = trace(async function leaf(id: string) {
      await pause(Math.random() * 5);
      return id;
    });
    const root = trace(async function root(id: number) {
      return Promise.all([leaf(`${id}a`), leaf(`${id}b`)]);
    });
    const traces = await tracesOf(() =>
      Promise.all(Array.from({ length: 20 }, (_, id) => root(id)))
    );
    expect(traces).toHaveLength(20);
    for (const each of traces) {
      const id = /\d+/.exec(drawn(each))?.[0] ?? '';
      expect(drawn(each)).toBe(
        `root {"id":${id}} → ["${id}a","${id}b"]\n  leaf {"id":"${id}a"} → "${id}a"\n  leaf {"id":"${id}b"} → "${id}b"`
      );
    }
  });

  it('leaves no span active behind', async () => {
    const fn = trace(async () => pause());
    const running = fn();
    expect(getCurrentActiveSpan()).toBeNull();
    await running;
    expect(getCurrentActiveSpan()).toBeNull();
  });

  it('records an error once with type, message and stack, and throws the very same object', async () => {
    class NoSuchPage extends Error {}
    const error = new NoSuchPage('page 9');
    const inner = trace(function inner() {
      throw error;
    });
    const outer = trace(function outer() {
      inner();
    });
    const [record] = await tracesOf(() => {
      expect(outer).toThrow(error);
    });
    expect(drawn(record!)).toBe(
      'outer {} !NoSuchPage: page 9\n  inner {} !NoSuchPage: page 9'
    );
    const events = JSON.parse(record!.spans!.events.get(1)!);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      name: 'exception',
      attributes: {
        'exception.message': 'page 9',
        'exception.type': 'NoSuchPage',
        'exception.stacktrace': error.stack
      }
    });
    expect(record!.info.state).toBe('ERROR');
  });

  it.each([['a string'], [undefined], [null], [{ code: 1 }]])(
    'rejects with what the function rejected with: %p',
    async thrown => {
      const fn = trace(async () => {
        await pause();
        throw thrown;
      });
      await tracesOf(async () => {
        await expect(fn()).rejects.toBe(thrown);
      });
    }
  );

  it('does not fail the trace when a child failed and was caught', async () => {
    const bad = trace(() => {
      throw new Error('x');
    });
    const [record] = await tracesOf(
      trace(() => {
        try {
          bad();
        } catch {
          return 'saved';
        }
        return 'never';
      })
    );
    expect(record?.info.state).toBe('OK');
  });

  it('lets outputs set in the body win over the return value, also null', async () => {
    const fn = trace(function fn(a: number) {
      getCurrentActiveSpan()?.setInputs('mine');
      getCurrentActiveSpan()?.setOutputs(null);
      return a;
    });
    expect(await drawing(() => fn(1))).toBe('fn "mine" → null');
  });

  it('keeps name, length, prototype, own properties and `this`', () => {
    const fn = Object.assign(
      function join(this: { sep: string }, a: string, b: string) {
        return [a, b].join(this.sep);
      },
      { version: 2, [Symbol.for('s')]: 1 }
    );
    const traced = trace(fn);
    expect(traced.name).toBe('join');
    expect(traced).toHaveLength(2);
    expect(traced.version).toBe(2);
    expect(traced[Symbol.for('s')]).toBe(1);
    expect(traced.call({ sep: '-' }, 'a', 'b')).toBe('a-b');
    expect(Object.getPrototypeOf(trace(async () => 1))).toBe(
      Object.getPrototypeOf(async () => 1)
    );
  });

  it('passes `new` through to a constructor function', () => {
    function Box(this: { n: number }, n: number) {
      this.n = n;
    }
    const Traced: unknown = trace(Box);
    const box: unknown = Reflect.construct(Traced as () => void, [3]);
    expect(box).toBeInstanceOf(Box);
    expect(box).toEqual({ n: 3 });
  });

  it('traces native functions, by position', async () => {
    expect(await drawing(() => trace(Math.pow)(2, 3))).toBe(
      'pow {"0":2,"1":3} → 8'
    );
  });

  it('takes the arguments of a function that was traced already by their names', async () => {
    const fn = trace(
      trace((a: number) => a, { name: 'in' }),
      { name: 'out' }
    );
    expect(await drawing(() => fn(1))).toBe(
      'out {"a":1} → 1\n  in {"a":1} → 1'
    );
  });

  it('calls the function when the span cannot be started', async () => {
    const attributes = {
      get broken() {
        throw new Error('no');
      }
    };
    const messages: string[] = [];
    setDiagnosticHandler(({ message }) => messages.push(message));
    expect(trace(() => 'ran', { attributes })()).toBe('ran');
    setDiagnosticHandler(undefined);
    expect(messages).toEqual(['a span could not be started: no']);
  });

  it('records nothing while tracing is disabled', async () => {
    const fn = trace((a: number) => a);
    tracing.disable();
    try {
      expect(await tracesOf(() => fn(1))).toHaveLength(0);
    } finally {
      tracing.enable();
    }
    expect(await tracesOf(() => fn(1))).toHaveLength(1);
  });

  it('records no trace at sampling ratio 0, and no children of it', async () => {
    const child = trace(() => 1);
    const root = trace(() => child(), { samplingRatioOverride: 0 });
    expect(await tracesOf(() => expect(root()).toBe(1))).toHaveLength(0);
  });

  it.each([
    [
      () => trace((() => 1) as never, { outputReducer: list => list }),
      TypeError
    ],
    [() => trace(() => 1, { samplingRatioOverride: 2 }), RangeError],
    [() => trace(3 as never), TypeError],
    [() => trace(class A {} as never), TypeError]
  ])('refuses what cannot be meant: %s', (make, error) => {
    expect(make).toThrow(error);
  });
});

describe('deep recursion', () => {
  it('nests 3,000 traced calls in one trace', async () => {
    const down: (n: number) => number = trace(n =>
      n === 0 ? 0 : 1 + down(n - 1)
    );
    const [record] = await tracesOf(() => {
      expect(down(3000)).toBe(3000);
    });
    expect(record?.spans?.count).toBe(3001);
  });

  it('gives the RangeError of the plain function when the stack is full, and ends every span', async () => {
    const forever: (n: number) => number = trace(n => forever(n + 1) + 1);
    const [record] = await tracesOf(() => {
      expect(() => forever(0)).toThrow(RangeError);
    });
    expect(record?.info.state).toBe('ERROR');
    expect(record?.spans?.ends.some(Number.isNaN)).toBe(false);
    expect(await drawing(() => trace(() => 'fine', { name: 'next' })())).toBe(
      'next {} → "fine"'
    );
  });
});

describe('thenables', () => {
  class Query {
    #runs = 0;
    get runs() {
      return this.#runs;
    }
    where() {
      return this.#runs;
    }
    then<T>(resolve: (rows: string[]) => T) {
      this.#runs += 1;
      return pause()
        .then(() => trace(() => 'row', { name: 'fetch' })())
        .then(row => resolve([row]));
    }
  }

  it('follows a lazy query, which runs once and only when awaited', async () => {
    const query = new Query();
    const find = trace(() => query, { name: 'find' });
    const text = await drawing(async () => {
      const result = find();
      expect(query.runs).toBe(0);
      expect(result.where()).toBe(0);
      expect(result).toBeInstanceOf(Query);
      expect(await (result as unknown as Promise<string[]>)).toEqual(['row']);
    });
    expect(query.runs).toBe(1);
    expect(text).toBe('find {} → ["row"]\n  fetch {} → "row"');
  });

  it('keeps the methods of a promise class', async () => {
    class Reply<T> extends Promise<T> {
      raw() {
        return 'raw';
      }
    }
    const ask = trace(() => Reply.resolve('yes') as Reply<string>, {
      name: 'ask'
    });
    const text = await drawing(async () => {
      const reply = ask();
      expect(reply.raw()).toBe('raw');
      expect(await reply).toBe('yes');
    });
    expect(text).toBe('ask {} → "yes"');
  });
});

describe('generators', () => {
  function* count(to: number) {
    for (let n = 0; n < to; n++) {
      trace(() => n, { name: 'step' })();
      yield n;
    }
  }

  it('span from the first pull to the end, with chunks as events and outputs', async () => {
    const [record] = await tracesOf(() => {
      const numbers = trace(count)(2);
      const seen: number[] = [];
      for (const n of numbers) {
        expect(getCurrentActiveSpan()).toBeNull();
        seen.push(n);
      }
      expect(seen).toEqual([0, 1]);
    });
    expect(drawn(record!)).toBe(
      'count {"to":2} → [0,1]\n  step {} → 0\n  step {} → 1'
    );
    expect(JSON.parse(record!.spans!.events.get(0)!)).toMatchObject([
      {
        name: 'mlflow.chunk.item.0',
        attributes: { 'mlflow.chunk.value': '0' }
      },
      { name: 'mlflow.chunk.item.1', attributes: { 'mlflow.chunk.value': '1' } }
    ]);
  });

  it('reduce their outputs, and keep the list when the reducer fails', async () => {
    const sum = trace(count, {
      outputReducer: list => (list as number[]).reduce((a, b) => a + b)
    });
    const bad = trace(count, {
      outputReducer: () => {
        throw new Error('x');
      }
    });
    expect((await drawing(() => [...sum(3)])).split('\n')[0]).toBe(
      'count {"to":3} → 3'
    );
    expect((await drawing(() => [...bad(2)])).split('\n')[0]).toBe(
      'count {"to":2} → [0,1]'
    );
  });

  it('end when the consumer stops early, without an error', async () => {
    const text = await drawing(() => {
      for (const n of trace(count)(9)) {
        if (n === 1) {
          break;
        }
      }
    });
    expect(text.split('\n')[0]).toBe('count {"to":9} → [0,1]');
  });

  it('never begin when nobody pulls', async () => {
    expect(await tracesOf(() => trace(count)(3))).toHaveLength(0);
  });

  it('record what they throw', async () => {
    const stream = trace(async function* stream() {
      yield 'a';
      await pause();
      throw new TypeError('cut off');
    });
    const text = await drawing(async () => {
      await expect(
        (async () => {
          for await (const _ of stream());
        })()
      ).rejects.toThrow('cut off');
    });
    expect(text).toBe('stream {} → ["a"] !TypeError: cut off');
  });

  it('keep next(value), return and being their own iterator', () => {
    const echo = trace(function* echo(): Generator<string, string, string> {
      const heard = yield 'ready';
      return heard;
    });
    const running = echo();
    expect(running[Symbol.iterator]()).toBe(running);
    expect(running.next('')).toEqual({ done: false, value: 'ready' });
    expect(running.next('hi')).toEqual({ done: true, value: 'hi' });
    expect(echo().return('bye')).toEqual({ done: true, value: 'bye' });
  });
});

describe('@trace', () => {
  class Agent {
    readonly name = 'ada';

    @trace
    greet(greeting = 'hello') {
      return `${greeting} ${this.name}`;
    }

    @trace({ name: 'ask', spanType: 'AGENT' })
    async answer(question: string) {
      await pause();
      return this.greet(question);
    }

    @trace
    static make() {
      return new Agent();
    }
  }

  it('records methods in the legacy flavour, with and without options, static ones too', async () => {
    const text = await drawing(async () => {
      expect(await Agent.make().answer('hi')).toBe('hi ada');
    });
    expect(text).toBe(
      [
        'make {} → {"name":"ada"}',
        '---',
        'ask AGENT {"question":"hi"} → "hi ada"',
        '  greet {"greeting":"hi"} → "hi ada"'
      ].join('\n')
    );
  });

  it('records methods in the standard flavour', async () => {
    const method = function size(this: string[], add = 1) {
      return this.length + add;
    };
    const context = {
      kind: 'method',
      name: 'size',
      static: false,
      private: false,
      access: {}
    };
    const bare = trace(method, context);
    const named = trace({ name: 'big' })(method, context);
    expect(await drawing(() => [bare.call(['a']), named.call(['a'])])).toBe(
      'size {"add":1} → 2\n---\nbig {"add":1} → 2'
    );
  });

  it.each(['getter', 'setter', 'field', 'accessor', 'class'])(
    'refuses a %s, saying what it works on',
    kind => {
      const decorator = trace({}) as (...args: unknown[]) => unknown;
      expect(() => decorator(() => 1, { kind, name: 'total' })).toThrow(
        `@trace works on methods, total is a ${kind}`
      );
    }
  );

  it('refuses a getter in the legacy flavour', () => {
    const decorator = trace as (...args: unknown[]) => unknown;
    expect(() => decorator(Agent.prototype, 'total', { get: () => 1 })).toThrow(
      '@trace works on methods'
    );
    expect(() => decorator(Agent.prototype, 'total')).toThrow(
      '@trace works on methods'
    );
  });
});
