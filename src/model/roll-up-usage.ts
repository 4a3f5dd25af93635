import { present } from '../bundle/present';
import type { SpanOrder } from '../bundle/span-order';
import type { JsonText, SpanTable, TraceInfo } from '../bundle/types';
import type { TokenUsage, Trace } from './types';
import { costOf, tokensOf } from './usage';

/**
 * Tokens and cost of a trace. What the server summed up (`mlflow.trace.tokenUsage`, `mlflow.trace.cost`) wins; else
 * the spans are summed as MLflow does: a span's figure counts only if no ancestor has one.
 */
export function rollUpUsage(
  { metadata }: TraceInfo,
  spans: SpanTable,
  order: Order
): Pick<Trace, 'tokens' | 'cost'> {
  const tokens =
    tokensOf(parsed(metadata['mlflow.trace.tokenUsage'])) ??
    sumOf(topmost(spans, order, 'mlflow.chat.tokenUsage', tokensOf), addTokens);
  const cost =
    costOf(parsed(metadata['mlflow.trace.cost'])) ??
    sumOf(topmost(spans, order, 'mlflow.llm.cost', costOf), (a, b) => a + b);
  return present({ tokens, cost });
}

/**
 * Tokens and cost of all that lies below a span, summed in the same way; what the span itself says is not counted, as
 * it mostly repeats them.
 */
export function rollUpBelow(
  { spans, order, positions, sizesAtPosition }: Trace,
  row: number
): Pick<Trace, 'tokens' | 'cost'> {
  const at = positions[row] ?? 0;
  const size = sizesAtPosition[at] ?? 1;
  const below = {
    order: order.subarray(at + 1, at + size),
    sizesAtPosition: sizesAtPosition.subarray(at + 1, at + size)
  };
  return present({
    tokens: sumOf(
      topmost(spans, below, 'mlflow.chat.tokenUsage', tokensOf),
      addTokens
    ),
    cost: sumOf(
      topmost(spans, below, 'mlflow.llm.cost', costOf),
      (a, b) => a + b
    )
  });
}

type Order = Pick<SpanOrder, 'order' | 'sizesAtPosition'>;

/** The figures of the spans that have one and no ancestor with one. */
function topmost<T>(
  spans: SpanTable,
  { order, sizesAtPosition }: Order,
  key: string,
  read: (value: unknown) => T | undefined
): readonly T[] {
  const figures: T[] = [];
  let position = 0;
  while (position < order.length) {
    const text = spans.attributes.get(order[position] ?? -1);
    const figure = read(attributeOf(text, key));
    if (figure !== undefined) {
      figures.push(figure);
    }
    position += figure === undefined ? 1 : (sizesAtPosition[position] ?? 1);
  }
  return figures;
}

/** Parses the text only if the key can be in it: most spans have no figures, and texts can be large. */
function attributeOf(text: JsonText | undefined, key: string): unknown {
  if (text?.includes(key) !== true) {
    return undefined;
  }
  const attributes = parsed(text);
  return typeof attributes === 'object' && attributes !== null
    ? new Map(Object.entries(attributes)).get(key)
    : undefined;
}

function sumOf<T>(
  figures: readonly T[],
  add: (a: T, b: T) => T
): T | undefined {
  return figures.length === 0 ? undefined : figures.reduce(add);
}

function addTokens(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    total: a.total + b.total
  };
}

/** Cut or wrong text counts for nothing. */
function parsed(text: JsonText | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
