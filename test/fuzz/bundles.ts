import { readdirSync, readFileSync } from 'node:fs';
import { randomOf, type Random } from './random';

/** Values that break what was not written for them. */
const ODD_VALUES: readonly unknown[] = [
  ...[null, undefined, true, NaN, Infinity, -Infinity, -0, 0, -1, 0.5, 1e308],
  ...[2 ** 31, 2 ** 53, -(2 ** 63), 2n ** 63n, 2n ** 64n],
  ...['', ' ', '0', '-1', '1e999', 'NaN', '99999999999999999999', '0x10'],
  ...['\ud800', '\udfff\ud800', '\u0000', '\u202e', 'é'.repeat(300)],
  ...['__proto__', 'constructor', 'toString', '[object Object]'],
  ...['{"a":', '[]', '{}', '"', '[[[[', '{"__proto__":{"x":1}}', 'null'],
  ...['0 0 0', '-1 0 1 2', '9 9 9 9', '1,2,3', '0:5 3:', ':', '3:4 3:4'],
  ...[[], {}, [[]], [null], [{}], { length: 3 }, { length: -1 }],
  ...[Object.create(null), new Date(NaN), /x/, Symbol.iterator, () => 1]
];

const TYPES = ['LLM', 'TOOL', 'AGENT', 'UNKNOWN', 'odd type', ''];
const STATES = ['OK', 'ERROR', 'IN_PROGRESS', 'STATE_UNSPECIFIED', 'NEW'];

/** Real traces and bundles, as files of this project hold them. */
const samples: readonly string[] = ['bundles', 'traces'].flatMap(folder => {
  const url = new URL(`../fixtures/${folder}/`, baseUrl());
  return readdirSync(url).map(name => readFileSync(new URL(name, url), 'utf8'));
});

/** The data of one case: made up, or real, and then changed in up to six places. */
export function fuzzedBundle(seed: number): unknown {
  const random = randomOf(seed);
  const data: unknown = random.chance(0.12)
    ? JSON.parse(random.pick(samples))
    : madeUp(random);
  const changes = random.chance(0.2) ? 0 : 1 + random.below(6);
  let changed = data;
  for (let change = 0; change < changes; change++) {
    changed = mutated(changed, random);
  }
  return random.chance(0.03) ? JSON.stringify(changed, textOfOdd) : changed;
}

function madeUp(random: Random): unknown {
  return {
    version: random.chance(0.95) ? 1 : random.pick(ODD_VALUES),
    ...(random.chance(0.2) && {
      display: random.pick(['expanded', 'collapsed', 'x'])
    }),
    ...(random.chance(0.1) && { more: random.below(5) }),
    traces: listOf(random, random.chance(0.9) ? 1 : random.below(4), () =>
      madeUpTrace(random)
    )
  };
}

function madeUpTrace(random: Random): unknown {
  const count = random.below(random.chance(0.9) ? 8 : 60);
  return {
    trace_id: `tr-${random.below(1000)}`,
    state: random.pick(STATES),
    ...(random.chance(0.8) && {
      start_time_unix_nano: String(BigInt(random.below(2 ** 31)) * 10n ** 9n)
    }),
    ...(random.chance(0.3) && { execution_duration_ms: random.next() * 1e6 }),
    ...(random.chance(0.5) && { tags: { 'mlflow.traceName': text(random) } }),
    ...(random.chance(0.3) && { assessments: [jsonText(random)] }),
    ...(random.chance(0.95) && { spans: madeUpSpans(random, count) })
  };
}

function madeUpSpans(random: Random, count: number): unknown {
  const ints = (low: number, size: number): string =>
    listOf(random, count, () => String(low + random.below(size))).join(' ');
  const names = listOf(random, 1 + random.below(4), () => text(random));
  const sparse = (): Record<string, string> =>
    Object.fromEntries(
      listOf(random, random.below(count + 1), () => [
        String(random.below(count + 1)),
        jsonText(random)
      ])
    );
  return {
    count,
    ids: listOf(random, count, row =>
      (random.chance(0.95) ? row : random.below(4))
        .toString(16)
        .padStart(16, '0')
    ).join(''),
    parents: random.chance(0.7)
      ? listOf(random, count, row => String(random.below(row + 1) - 1)).join(
          ' '
        )
      : ints(-1, count + 2),
    ...(random.chance(0.2) && {
      orphans: { [random.below(count + 1)]: 'gone' }
    }),
    names,
    name: ints(0, names.length),
    types: TYPES,
    type: ints(0, TYPES.length),
    start: ints(-500, 100_000),
    duration: random.chance(0.8) ? ints(0, 100_000) : ints(-100_000, 200_000),
    status: listOf(random, count, () => String(random.below(3))).join(''),
    ...(random.chance(0.5) && { inputs: sparse(), outputs: sparse() }),
    ...(random.chance(0.4) && { attributes: sparse(), events: sparse() }),
    ...(random.chance(0.1) && {
      links: sparse(),
      truncated: { inputs: '0:5000' }
    })
  };
}

function text(random: Random): string {
  const odd = random.pick(ODD_VALUES);
  return random.chance(0.5) ? `span ${random.below(5)}` : textOf(odd);
}

function textOf(value: unknown): string {
  return typeof value === 'string'
    ? value
    : (JSON.stringify(value, textOfOdd) ?? '');
}

function jsonText(random: Random): string {
  const depth = random.chance(0.02) ? 3000 : random.below(4);
  const leaf = JSON.stringify(random.pick(ODD_VALUES), textOfOdd) ?? '"x"';
  const kind = random.below(5);
  const exception = `{"name":"exception","time":${random.below(9)},"attributes":{"exception.type":${leaf},"exception.stacktrace":${leaf}}}`;
  return (
    [
      leaf,
      `{"${random.pick(['role', 'messages', 'content', '__proto__', 'a'])}":${leaf}}`,
      `[${exception},${leaf}]`,
      `${'['.repeat(depth)}${leaf}${']'.repeat(depth)}`,
      `{"messages":[{"role":"user","content":${leaf}},${leaf}],"mlflow.chat.tokenUsage":${leaf}}`
    ][kind] ?? leaf
  );
}

/** The same data with one place of it changed; what is not changed is shared. */
function mutated(data: unknown, random: Random): unknown {
  if (typeof data !== 'object' || data === null || random.chance(0.04)) {
    return typeof data === 'string' && random.chance(0.7)
      ? spoilt(data, random)
      : random.pick(ODD_VALUES);
  }
  return Array.isArray(data)
    ? mutatedList(data, random)
    : mutatedObject(new Map(Object.entries(data)), random);
}

/** Without holes: no JSON has them. */
function mutatedList(list: readonly unknown[], random: Random): unknown {
  const at = random.below(list.length + 1);
  const changed =
    at === list.length ? random.pick(ODD_VALUES) : mutated(list[at], random);
  return [
    ...list.slice(0, at),
    ...(random.chance(0.1) ? [] : [changed]),
    ...list.slice(at + 1)
  ];
}

function mutatedObject(members: Map<string, unknown>, random: Random): unknown {
  const key = [...members.keys()][random.below(members.size + 1)];
  if (key === undefined) {
    members.set(textOf(random.pick(ODD_VALUES)), random.pick(ODD_VALUES));
  } else if (random.chance(0.1)) {
    members.delete(key);
  } else {
    members.set(key, mutated(members.get(key), random));
  }
  return Object.fromEntries(members);
}

function spoilt(whole: string, random: Random): string {
  const at = random.below(whole.length + 1);
  const odd = textOf(random.pick(ODD_VALUES));
  return random.pick([
    whole.slice(0, at),
    whole.slice(0, at) + odd + whole.slice(at),
    whole + whole,
    odd,
    whole.slice(0, at) + whole.slice(at + 1)
  ]);
}

function listOf<T>(_: Random, count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (__, index) => make(index));
}

/** JSON has no bigint; what else it has not, it leaves out. */
function textOfOdd(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function baseUrl(): string {
  return `file://${__dirname}/`;
}
