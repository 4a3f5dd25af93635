import type { SpanOrder } from '../bundle/span-order';
import type { JsonText, SpanTable, TraceInfo } from '../bundle/types';
import type { TokenUsage, Trace } from './types';

type Usage = Pick<Trace, 'tokens' | 'cost'>;

/**
 * Tokens and cost of a trace. What the server summed up (`mlflow.trace.tokenUsage`, `mlflow.trace.cost`) wins; else
 * the spans are summed as MLflow does: a span's figure counts only if no ancestor has one.
 */
export function rollUpUsage(
  { metadata }: TraceInfo,
  spans: SpanTable,
  order: Pick<SpanOrder, 'order' | 'sizesAtPosition'>
): Usage {
  const tokens =
    tokensOf(parsed(metadata['mlflow.trace.tokenUsage'])) ??
    topmost(spans, order, 'mlflow.chat.tokenUsage', tokensOf)?.reduce(
      addTokens
    );
  const cost =
    costOf(parsed(metadata['mlflow.trace.cost'])) ??
    topmost(spans, order, 'mlflow.llm.cost', costOf)?.reduce((a, b) => a + b);
  return {
    ...(tokens === undefined ? {} : { tokens }),
    ...(cost === undefined ? {} : { cost })
  };
}

/** The figures of the spans that have one and no ancestor with one; `undefined` when there is none. */
function topmost<T>(
  spans: SpanTable,
  { order, sizesAtPosition }: Pick<SpanOrder, 'order' | 'sizesAtPosition'>,
  key: string,
  read: (value: unknown) => T | undefined
): readonly T[] | undefined {
  const figures: T[] = [];
  let position = 0;
  while (position < order.length) {
    const text = spans.attributes.get(order[position] ?? 0);
    const figure = read(memberOf(text, key));
    if (figure !== undefined) {
      figures.push(figure);
    }
    position += figure === undefined ? 1 : (sizesAtPosition[position] ?? 1);
  }
  return figures.length === 0 ? undefined : figures;
}

/** Parses the text only if the key can be in it: most spans have no figures, and texts can be large. */
function memberOf(text: JsonText | undefined, key: string): unknown {
  if (text?.includes(key) !== true) {
    return undefined;
  }
  const value = numberMap(parsed(text))?.[key];
  return typeof value === 'string' ? parsed(value) : value;
}

function tokensOf(value: unknown): TokenUsage | undefined {
  const map = numberMap(value);
  const input = numberOf(map?.['input_tokens']);
  const output = numberOf(map?.['output_tokens']);
  if (map === undefined || (input === undefined && output === undefined)) {
    return undefined;
  }
  const sum = (input ?? 0) + (output ?? 0);
  const total = numberOf(map['total_tokens']) ?? sum;
  return { input: input ?? 0, output: output ?? 0, total };
}

function costOf(value: unknown): number | undefined {
  return numberOf(numberMap(value)?.['total_cost']);
}

function addTokens(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    total: a.total + b.total
  };
}

function parsed(text: JsonText | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function numberMap(
  value: unknown
): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : undefined;
}
