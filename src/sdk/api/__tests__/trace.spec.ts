import { describe, expect, it } from '@jest/globals';
import {
  drawing,
  drawn,
  pause,
  tracesOf
} from '../../__tests__/recorded-traces';
import { setDiagnosticHandler } from '../../diag';
import { SpanType } from '../../recording/span-type';
import { getCurrentActiveSpan } from '../current-trace';
import { trace } from '../trace';
import { tracing } from '../tracing';

class Box {
  readonly size = 1;
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
    function Crate(this: { n: number }, n: number) {
      this.n = n;
    }
    const Traced: unknown = trace(Crate);
    const box: unknown = Reflect.construct(Traced as () => void, [3]);
    expect(box).toBeInstanceOf(Crate);
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
    [() => trace(Box as never), TypeError]
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
    const ask = trace(() => new Reply<string>(resolve => resolve('yes')), {
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
