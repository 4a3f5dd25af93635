import { isObject, valueAt } from './patch';
import { countAt } from './read';

/** Token counts in MLflow's form, of either form of OpenAI's; undefined when there are none. */
export function usageOf(usage: unknown): object | undefined {
  const input =
    countAt(usage, 'prompt_tokens') ?? countAt(usage, 'input_tokens');
  const output =
    countAt(usage, 'completion_tokens') ?? countAt(usage, 'output_tokens') ?? 0;
  if (input === undefined) {
    return undefined;
  }
  const cached =
    countAt(usage, 'prompt_tokens_details', 'cached_tokens') ??
    countAt(usage, 'input_tokens_details', 'cached_tokens');
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: countAt(usage, 'total_tokens') ?? input + output,
    ...(cached !== undefined && { cache_read_input_tokens: cached })
  };
}

/** Tools in the one form that MLflow shows: the Responses API says flat what the chat API puts under `function`. */
export function chatToolsOf(tools: unknown): readonly object[] {
  return Array.isArray(tools) ? tools.filter(isObject).map(chatToolOf) : [];
}

function chatToolOf(tool: object): object {
  const type = valueAt(tool, 'type');
  if (type !== 'function' || valueAt(tool, 'function') !== undefined) {
    return tool;
  }
  const definition = Object.entries(tool).filter(([key]) => key !== 'type');
  return { type: 'function', function: Object.fromEntries(definition) };
}
