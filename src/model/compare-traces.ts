import { jsonMembers } from '../bundle/json-parts';
import type { Microseconds, PayloadColumn } from '../bundle/types';
import type { TokenUsage, Trace } from './types';
import { costOf, tokensOf } from './usage';

/** One line of the difference: a span of both traces, or of one alone. Rows are rows of the span tables. */
export type ComparedSpan = {
  /** -1 where the span is not in that trace. */
  readonly a: number;
  readonly b: number;
  readonly name: string;
  /** 0 for a root. */
  readonly depth: number;
  /** What differs besides time: never anything for a span of one trace alone. */
  readonly differs: readonly Difference[];
};

/** What of two spans is not the same. Payloads are compared as they are written. */
export type Difference = 'status' | 'type' | 'tokens' | 'cost' | PayloadColumn;

/** Figures of one side of a line; `undefined` where it has none. */
export type SpanFigures = {
  readonly duration: Microseconds;
  readonly tokens: TokenUsage | undefined;
  /** US dollars. */
  readonly cost: number | undefined;
};

type Pair = { readonly a: number; readonly b: number; readonly depth: number };

/** Payloads whose times or ids differ from run to run say nothing. */
const COMPARED_COLUMNS: readonly PayloadColumn[] = ['inputs', 'outputs'];

/**
 * Two traces as one tree. Spans are the same when their parents are and they are the n-th of their name among their
 * siblings. Lines are in the order of `a`, spans of `b` alone after the sibling that they follow there, or first. Every span of
 * both traces stands in exactly one line, after its parent's. O(n).
 */
export function compareTraces(a: Trace, b: Trace): readonly ComparedSpan[] {
  const childrenA = childrenOf(a);
  const childrenB = childrenOf(b);
  const lines: ComparedSpan[] = [];
  // A stack, not recursion: traces may be 10,000 levels deep.
  const stack = pairsOf({ a: -1, b: -1, depth: -1 });
  while (stack.length > 0) {
    const pair = stack.pop();
    if (pair !== undefined) {
      lines.push(lineOf(a, b, pair));
      stack.push(...pairsOf(pair));
    }
  }
  return lines;

  function pairsOf({ a: rowA, b: rowB, depth }: Pair): Pair[] {
    const isTop = depth === -1;
    return alignSiblings(
      rowA !== -1 || isTop ? (childrenA.get(rowA) ?? []) : [],
      rowB !== -1 || isTop ? (childrenB.get(rowB) ?? []) : [],
      { a, b }
    )
      .map(aligned => ({ ...aligned, depth: depth + 1 }))
      .reverse();
  }
}

/** Duration, tokens and cost of a span; nothing for -1. */
export function figuresOf(trace: Trace, row: number): SpanFigures | undefined {
  if (row === -1) {
    return undefined;
  }
  return {
    duration: (trace.ends[row] ?? NaN) - (trace.starts[row] ?? NaN),
    ...usageOf(trace, row)
  };
}

function usageOf(
  { spans }: Trace,
  row: number
): Pick<SpanFigures, 'tokens' | 'cost'> {
  const text = spans.attributes.get(row) ?? '';
  // Most spans have neither, and attributes can be large.
  const members = /mlflow\.(chat\.tokenUsage|llm\.cost)/.test(text)
    ? new Map(jsonMembers(text))
    : new Map<string, string>();
  return {
    tokens: tokensOf(parsed(members.get('mlflow.chat.tokenUsage'))),
    cost: costOf(parsed(members.get('mlflow.llm.cost')))
  };
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}

/** Children by the row of their parent, roots under -1, in the order of the trace. */
function childrenOf({
  order,
  parents
}: Trace): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (const row of order) {
    const parent = parents[row] ?? -1;
    const siblings = children.get(parent);
    if (siblings === undefined) {
      children.set(parent, [row]);
    } else {
      siblings.push(row);
    }
  }
  return children;
}

type Sides = { readonly a: Trace; readonly b: Trace };

function alignSiblings(
  rowsA: readonly number[],
  rowsB: readonly number[],
  sides: Sides
): readonly Omit<Pair, 'depth'>[] {
  const keysA = keysOf(sides.a, rowsA);
  const keysB = keysOf(sides.b, rowsB);
  const rowOfB = new Map(keysB.map((key, at) => [key, rowsB[at] ?? -1]));
  const inA = new Set(keysA);
  const after = unmatchedAfter(rowsB, keysB, inA);
  return [
    ...(after.get(undefined) ?? []),
    ...keysA.flatMap((key, at) => [
      { a: rowsA[at] ?? -1, b: rowOfB.get(key) ?? -1 },
      ...(after.get(key) ?? [])
    ])
  ];
}

/** Name and which of that name: what makes siblings the same. */
function keysOf({ spans }: Trace, rows: readonly number[]): readonly string[] {
  const counts = new Map<string, number>();
  return rows.map(row => {
    const name = spans.names[row] ?? '';
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return `${count} ${name}`;
  });
}

/** Spans of `b` alone, by the key of the last sibling before them that is in both. */
function unmatchedAfter(
  rowsB: readonly number[],
  keysB: readonly string[],
  inA: ReadonlySet<string>
): ReadonlyMap<string | undefined, readonly Omit<Pair, 'depth'>[]> {
  const after = new Map<string | undefined, Omit<Pair, 'depth'>[]>();
  let last: string | undefined;
  keysB.forEach((key, at) => {
    if (inA.has(key)) {
      last = key;
      return;
    }
    const list = after.get(last) ?? [];
    list.push({ a: -1, b: rowsB[at] ?? -1 });
    after.set(last, list);
  });
  return after;
}

function lineOf(a: Trace, b: Trace, pair: Pair): ComparedSpan {
  const name = a.spans.names[pair.a] ?? b.spans.names[pair.b] ?? '';
  const isBoth = pair.a !== -1 && pair.b !== -1;
  return { ...pair, name, differs: isBoth ? differencesOf(a, b, pair) : [] };
}

function differencesOf(a: Trace, b: Trace, pair: Pair): Difference[] {
  const figuresA = usageOf(a, pair.a);
  const figuresB = usageOf(b, pair.b);
  const isOther = {
    status: a.spans.statuses[pair.a] !== b.spans.statuses[pair.b],
    type: a.spans.types[pair.a] !== b.spans.types[pair.b],
    tokens: figuresA.tokens?.total !== figuresB.tokens?.total,
    cost: figuresA.cost !== figuresB.cost
  };
  const figures = (['status', 'type', 'tokens', 'cost'] as const).filter(
    what => isOther[what]
  );
  const payloads = COMPARED_COLUMNS.filter(
    column => a.spans[column].get(pair.a) !== b.spans[column].get(pair.b)
  );
  return [...figures, ...payloads];
}
