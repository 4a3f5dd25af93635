// One program for every runtime: Node as CommonJS and as ESM, `deno run`, and a cell of each kernel. Each case gives
// text or plain data; test_runtimes.py compares it with what expected.py says. Compiled by TypeScript 5.0 in tslab.
import * as mlflow from 'spanbook';
import { createRequire } from 'node:module';
import * as path from 'node:path';

const { trace, withSpan, startSpan, SpanType } = mlflow;

const pause = (ms = 1) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, ms);
  });

// ---- reading back what the server stored ----

const jsonOf = (value: unknown) =>
  JSON.stringify(value, (_, each) =>
    typeof each === 'bigint' ? `${each}n` : each
  );

function lineOf(span: mlflow.Span) {
  const { name, spanType, inputs, outputs, status, events } = span;
  return [
    name,
    spanType === 'UNKNOWN' ? '' : spanType,
    inputs === undefined ? '' : jsonOf(inputs),
    outputs === undefined ? '' : `→ ${jsonOf(outputs)}`,
    status.statusCode === 'ERROR' ? `!${status.description}` : '',
    events.length > 0 ? `[${events.map(event => event.name).join(', ')}]` : ''
  ]
    .filter(part => part !== '')
    .join(' ');
}

function drawn(
  spans: readonly mlflow.Span[],
  parentId: string | null = null,
  indent = ''
): string[] {
  return spans
    .filter(span => span.parentId === parentId)
    .sort((a, b) => (a.startTimeNs < b.startTimeNs ? -1 : 1))
    .flatMap(span => [
      indent + lineOf(span),
      ...drawn(spans, span.spanId, `${indent}  `)
    ]);
}

async function storedTrace(traceId: string | null) {
  const stored = await mlflow.getTrace(traceId ?? '', { flush: true });
  if (stored === null) throw new Error(`trace ${traceId} is not stored`);
  return stored;
}

/** The tree of the trace that ended last. */
async function lastTree() {
  const stored = await storedTrace(mlflow.getLastActiveTraceId());
  return drawn(stored.data.spans).join('\n');
}

// ---- the cases ----

const cases: Record<string, () => unknown> = {
  async wrapper() {
    const add = trace(
      function add(a: number, b = 2) {
        return a + b;
      },
      { spanType: SpanType.TOOL }
    );
    return [add(1), add.name, add.length, await lastTree()];
  },

  async 'arrow functions and destructured parameters'() {
    const total = trace(({ price, count = 1 }, ...extras: number[]) =>
      extras.reduce((sum, each) => sum + each, price * count)
    );
    return [total({ price: 3 }, 4, 5), await lastTree()];
  },

  async 'native functions'() {
    return [trace(Math.pow)(2, 10), await lastTree()];
  },

  async decorators() {
    class Shop {
      readonly city = 'Bern';
      @trace
      address(street: string) {
        return `${street}, ${this.city}`;
      }
      @trace({ name: 'find', spanType: SpanType.RETRIEVER })
      async search(query = 'books') {
        await pause();
        return [query, this.address('Main Street 1')];
      }
      @trace
      static open() {
        return this.name;
      }
    }
    const found = await new Shop().search();
    const tree = await lastTree();
    return [found, tree, Shop.open(), await lastTree()];
  },

  async this() {
    const counter = {
      count: 1,
      next: trace(function next(this: { count: number }) {
        return ++this.count;
      })
    };
    return [counter.next(), counter.next(), counter.count];
  },

  async 'async nesting'() {
    const inner = trace(async function inner(n: number) {
      await pause();
      return n * 2;
    });
    const outer = trace(async function outer(n: number) {
      const doubled = await inner(n);
      await pause();
      return inner(doubled);
    });
    return [await outer(1), await lastTree()];
  },

  async 'Promise.all'() {
    const leaf = trace(async function leaf(id: number) {
      await pause(9 - 3 * id);
      return id;
    });
    const all = trace(async function all() {
      return Promise.all([leaf(0), leaf(1), leaf(2)]);
    });
    await all();
    return lastTree();
  },

  async timers() {
    const tick = trace(function tick(kind: string) {
      return kind;
    });
    await withSpan(
      async () => {
        await new Promise<void>(resolve => {
          setTimeout(() => {
            tick('timeout');
            queueMicrotask(() => {
              tick('microtask');
              setImmediate(() => {
                tick('immediate');
                resolve();
              });
            });
          }, 1);
        });
      },
      { name: 'clock' }
    );
    return lastTree();
  },

  async streams() {
    const read = trace(async function read() {
      const words = ['a', 'b'];
      const stream = new ReadableStream<string>({
        pull(controller) {
          const word = words.shift();
          if (word === undefined) controller.close();
          else controller.enqueue(word);
        }
      });
      const reader = stream.getReader();
      const seen: string[] = [];
      for (
        let chunk = await reader.read();
        !chunk.done;
        chunk = await reader.read()
      ) {
        seen.push(withSpan(() => `${chunk.value}!`, { name: 'chunk' }));
      }
      return seen.join('');
    });
    return [await read(), await lastTree()];
  },

  async generators() {
    const inner = trace(function inner(n: number) {
      return n;
    });
    const count = trace(function* count(to: number) {
      for (let i = 1; i <= to; i++) yield inner(i);
      return 'unused';
    });
    const activeInConsumer: unknown[] = [];
    const chunks: number[] = [];
    for (const chunk of count(3)) {
      activeInConsumer.push(mlflow.getCurrentActiveSpan());
      chunks.push(chunk);
    }
    const whole = await lastTree();
    for (const chunk of count(3)) {
      if (chunk === 2) break;
    }
    return [chunks, activeInConsumer, whole, await lastTree()];
  },

  async 'async generators'() {
    const stream = trace(
      async function* stream(text: string) {
        for (const word of text.split(' ')) {
          await pause();
          yield word;
        }
      },
      { outputReducer: chunks => chunks.join('+') }
    );
    const seen: string[] = [];
    for await (const word of stream('to be or')) seen.push(word);
    return [seen, await lastTree()];
  },

  async errors() {
    const error = new TypeError('no such page');
    const fail = trace(function fail() {
      throw error;
    });
    const failLater = trace(async function failLater() {
      await pause();
      fail();
    });
    const failOddly = trace(function failOddly() {
      throw 'a text';
    });
    const caught: unknown[] = [];
    for (const work of [fail, failLater, failOddly]) {
      try {
        await work();
      } catch (thrown) {
        caught.push(thrown === error ? 'the same' : thrown);
      }
      caught.push(await lastTree());
    }
    return caught;
  },

  async thenables() {
    class Query {
      readonly text = 'select 1';
      // A builder that starts when somebody waits for it, as query builders do.
      then<T>(resolve: (rows: number[]) => T): Promise<T> {
        return pause().then(() => resolve([1]));
      }
      limit(n: number) {
        return `${this.text} limit ${n}`;
      }
    }
    const select = trace(function select() {
      return new Query();
    });
    const query = select();
    const facts = [query instanceof Query, query.limit(2)];
    const rows = await query;
    return [...facts, rows, await lastTree()];
  },

  async recursion() {
    const DEPTH = 2500;
    const down = trace((n: number): number => (n === 0 ? 0 : 1 + down(n - 1)));
    const value = down(DEPTH - 1);
    const { data } = await storedTrace(mlflow.getLastActiveTraceId());
    const parents = new Map(
      data.spans.map(span => [span.spanId, span.parentId])
    );
    const deepest = data.spans.find(span => span.outputs === 0);
    let depth = 0;
    for (
      let id: string | null | undefined = deepest?.spanId;
      id;
      id = parents.get(id)
    ) {
      depth++;
    }
    return [value, data.spans.length, depth];
  },

  async values() {
    class Point {
      constructor(
        readonly x: number,
        readonly y: number
      ) {}
    }
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const recorded = {
      big: BigInt('9007199254740993'),
      beyond: BigInt('123456789012345678901234567890'),
      map: new Map([['a', 1]]),
      set: new Set([1, 2]),
      date: new Date(0),
      regExp: /a+/gi,
      url: new URL('http://localhost/a?b=1'),
      point: new Point(1, 2),
      bytes: new Uint8Array([1, 2, 3]),
      circular,
      getter: {
        get bad() {
          throw new Error('not now');
        }
      },
      fn: function named() {},
      symbol: Symbol('s'),
      nothing: [undefined, null, NaN, Infinity, -0],
      falsy: [0, '', false],
      surrogate: 'a\ud800b',
      promise: Promise.resolve(1)
    };
    const keep = trace(function keep(value: unknown) {
      return value;
    });
    const isSame = keep(recorded) === recorded;
    const { data } = await storedTrace(mlflow.getLastActiveTraceId());
    return [isSame, jsonOf(data.spans[0]?.inputs)];
  },

  async 'parallel traces'() {
    const child = trace(async function child(id: number) {
      await pause((id * 7) % 5);
      return mlflow.getActiveTraceId();
    });
    const root = trace(async function root(id: number) {
      await pause((id * 3) % 4);
      const ids = [mlflow.getActiveTraceId()];
      ids.push(...(await Promise.all([child(id), child(id)])));
      return ids;
    });
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) => root(i))
    );
    const ofOneTrace = all.filter(ids => new Set(ids).size === 1).length;
    const different = new Set(all.flat()).size;
    return [ofOneTrace, different, mlflow.getActiveTraceId()];
  },

  async 'spans by hand'() {
    const parent = startSpan({ name: 'parent', inputs: 0 });
    const child = startSpan({ name: 'child', parent, spanType: 'my type' });
    const isActive = mlflow.getCurrentActiveSpan() !== null;
    child.end({ outputs: false });
    parent.addEvent({ name: 'seen', attributes: { at: 1 } });
    parent.setStatus('ERROR', 'given up');
    parent.end({ outputs: '' });
    return [isActive, await lastTree()];
  },

  async 'the current trace'() {
    const traceId = withSpan(
      () => {
        mlflow.updateCurrentTrace({
          tags: { stage: 'draft' },
          sessionId: 'chat 1',
          requestPreview: 'asked'
        });
        return mlflow.getActiveTraceId();
      },
      { name: 'chat' }
    );
    const { info } = await storedTrace(traceId);
    return [
      traceId === mlflow.getLastActiveTraceId(),
      info.tags['stage'],
      info.traceMetadata['mlflow.trace.session'],
      info.requestPreview
    ];
  },

  async 'disabled tracing'() {
    const before = mlflow.getLastActiveTraceId();
    const add = trace((a: number, b: number) => a + b);
    mlflow.tracing.disable();
    const spanId = withSpan(span => span.traceId);
    const sum = add(1, 2);
    mlflow.tracing.enable();
    return [sum, spanId, before === mlflow.getLastActiveTraceId()];
  },

  async 'two copies of the package'() {
    // What `require` gives, and what `import` gives; the imported one of this program is one of the two.
    const load = createRequire(path.join(process.cwd(), 'program.js'));
    const cjsPath = load.resolve('spanbook');
    const cjs: typeof mlflow = load(cjsPath);
    const esm: typeof mlflow = load(
      path.join(path.dirname(cjsPath), 'index.js')
    );
    const inner = cjs.trace(function inner() {
      return esm.getActiveTraceId() === cjs.getActiveTraceId();
    });
    const outer = esm.trace(async function outer() {
      await pause();
      return inner();
    });
    const result = await outer();
    return [
      new Set([mlflow.trace, cjs.trace, esm.trace]).size,
      result,
      cjs.getLastActiveTraceId() === esm.getLastActiveTraceId(),
      await lastTree()
    ];
  },

  async 'nothing stays active'() {
    const late = withSpan(async () => pause(), { name: 'late' });
    const active = mlflow.getCurrentActiveSpan();
    await late;
    return [active, mlflow.getCurrentActiveSpan()];
  }
};

async function runCases() {
  const results: Record<string, unknown> = {};
  for (const [name, work] of Object.entries(cases)) {
    try {
      results[name] = await work();
    } catch (error) {
      results[name] =
        `failed: ${error instanceof Error ? error.stack : String(error)}`;
    }
  }
  return JSON.stringify(results);
}

var results = runCases();
