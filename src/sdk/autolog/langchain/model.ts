import { AttributeKey } from '../../recording/attribute-keys';
import { toolsOf as anthropicToolsOf } from '../anthropic';
import { chatMessageOf } from './values';
import type { CallResult } from '../calls/library-call';
import { chatToolsOf } from '../openai/wire';
import { isObject, valueAt } from '../patching/patch';
import { countAt, listAt } from '../calls/read';

/** What a run of a model is, besides its messages: with which model, settings and tools. */
export function modelAttributes(
  extra: unknown,
  metadata: unknown
): Record<string, unknown> {
  const parameters = valueAt(extra, 'invocation_params');
  const tools = valueAt(parameters, 'tools');
  const model =
    valueAt(metadata, 'ls_model_name') ?? valueAt(parameters, 'model');
  const provider = valueAt(metadata, 'ls_provider');
  return {
    invocation_params: parameters,
    options: withoutSignal(valueAt(extra, 'options')),
    batch_size: valueAt(extra, 'batch_size'),
    [AttributeKey.messageFormat]: 'langchain',
    ...(Array.isArray(tools) &&
      tools.length > 0 && {
        [AttributeKey.chatTools]: chatToolsOf(anthropicToolsOf(tools))
      }),
    ...(model !== undefined && { [AttributeKey.model]: model }),
    ...(provider !== undefined && { [AttributeKey.provider]: provider })
  };
}

/** An abort signal says nothing to a reader. */
function withoutSignal(options: unknown): unknown {
  return isObject(options)
    ? Object.fromEntries(
        Object.entries(options).filter(([key]) => key !== 'signal')
      )
    : options;
}

/** What a model answered, as the chat API says it. */
export function modelAnswer(result: unknown): CallResult {
  const generations = listAt(result, 'generations').flatMap(prompt =>
    listAt(prompt)
  );
  const isChat = generations.some(one => isObject(valueAt(one, 'message')));
  const usage = usageOf(
    generations.map(one => valueAt(one, 'message', 'usage_metadata')),
    valueAt(result, 'llmOutput', 'tokenUsage')
  );
  return {
    outputs: isChat
      ? { choices: generations.map(choiceOf) }
      : { generations: generations.map(textOf) },
    attributes: usage && { [AttributeKey.tokenUsage]: usage }
  };
}

/** What came of a stream that broke off. */
export function partialAnswer(tokens: readonly unknown[]): CallResult {
  const content = tokens.map(String).join('');
  return content === ''
    ? {}
    : { outputs: { choices: [{ message: { role: 'assistant', content } }] } };
}

function choiceOf(generation: unknown): object {
  const reason =
    valueAt(generation, 'generationInfo', 'finish_reason') ??
    valueAt(generation, 'message', 'response_metadata', 'finish_reason');
  return {
    message: chatMessageOf(valueAt(generation, 'message')),
    ...(reason !== undefined && { finish_reason: reason })
  };
}

function textOf(generation: unknown): object {
  return {
    text: valueAt(generation, 'text'),
    generation_info: valueAt(generation, 'generationInfo')
  };
}

function usageOf(
  [usage]: readonly unknown[],
  whole: unknown
): object | undefined {
  const input =
    countAt(usage, 'input_tokens') ?? countAt(whole, 'promptTokens');
  const output =
    countAt(usage, 'output_tokens') ?? countAt(whole, 'completionTokens') ?? 0;
  if (input === undefined) {
    return undefined;
  }
  const read = countAt(usage, 'input_token_details', 'cache_read');
  const created = countAt(usage, 'input_token_details', 'cache_creation');
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens:
      countAt(usage, 'total_tokens') ??
      countAt(whole, 'totalTokens') ??
      input + output,
    ...(read !== undefined && { cache_read_input_tokens: read }),
    ...(created !== undefined && { cache_creation_input_tokens: created })
  };
}
