import type { TokenUsage } from './types';

/** MLflow's token usage, `{input_tokens, output_tokens, total_tokens}`; `undefined` when it names no tokens. */
export function tokensOf(value: unknown): TokenUsage | undefined {
  const input = countOf(value, 'input_tokens');
  const output = countOf(value, 'output_tokens');
  if (input === undefined && output === undefined) {
    return undefined;
  }
  const sum = (input ?? 0) + (output ?? 0);
  return {
    input: input ?? 0,
    output: output ?? 0,
    total: countOf(value, 'total_tokens') ?? sum
  };
}

/** The total of MLflow's cost, `{input_cost, output_cost, total_cost}`, in US dollars. */
export function costOf(value: unknown): number | undefined {
  return countOf(value, 'total_cost');
}

/** A figure that is a number and not negative, whoever wrote it. */
function countOf(value: unknown, key: string): number | undefined {
  const figure = membersOf(value)[key];
  return typeof figure === 'number' && figure >= 0 && figure < Infinity
    ? figure
    : undefined;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
