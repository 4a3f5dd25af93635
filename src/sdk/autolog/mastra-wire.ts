import { AttributeKey } from '../recording/attribute-keys';
import type { CallResult } from './library-call';
import { chatToolsOf } from './openai-wire';
import { valueAt } from './patch';
import { countAt, listAt, textAt } from './read';

/** What a step is about: its request, and what is known of the generation that it is a part of. */
type StepContext = {
  readonly step: unknown;
  readonly generation: unknown;
  readonly model: unknown;
};

/** A call of the model, as it is told when it is over. */
export function stepOf(end: unknown, context: StepContext): CallResult {
  const body = bodyOf(valueAt(end, 'input')) ?? bodyOf(context.step);
  const isSent = Array.isArray(valueAt(body, 'messages'));
  const tools = chatToolsOf(valueAt(body, 'tools'));
  const model = valueAt(context.model, 'model');
  const provider = textAt(context.model, 'provider').split('.')[0];
  const usage = usageOfMastra(valueAt(end, 'attributes', 'usage'));
  const output = valueAt(end, 'output');
  const finishReason = valueAt(end, 'attributes', 'finishReason');
  return {
    inputs: isSent ? body : context.generation,
    ...(isAnswer(output, finishReason) && {
      outputs: {
        choices: [
          {
            message: messageOf(output),
            finish_reason: finishReason
          }
        ]
      }
    }),
    attributes: {
      [AttributeKey.messageFormat]: isSent ? 'openai' : 'vercel_ai',
      ...(typeof model === 'string' && { [AttributeKey.model]: model }),
      ...(provider !== '' && { [AttributeKey.provider]: provider }),
      ...(tools.length > 0 && { [AttributeKey.chatTools]: tools }),
      ...(usage && { [AttributeKey.tokenUsage]: usage })
    }
  };
}

/** False also where a model failed before it said anything, of which versions before 1 tell an empty answer. */
function isAnswer(output: unknown, finishReason: unknown): boolean {
  return (
    output !== undefined &&
    (finishReason !== 'error' ||
      textAt(output, 'text') !== '' ||
      listAt(output, 'toolCalls').length > 0)
  );
}

/** The request as it was sent, where the provider's client says so. */
function bodyOf(payload: unknown): unknown {
  const body = valueAt(payload, 'request', 'body') ?? valueAt(payload, 'body');
  if (typeof body !== 'string') {
    return body;
  }
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function messageOf(output: unknown): object {
  const calls = listAt(output, 'toolCalls').map(toolCallOf);
  return {
    role: 'assistant',
    content: valueAt(output, 'text') ?? null,
    ...(calls.length > 0 && { tool_calls: calls })
  };
}

function toolCallOf(call: unknown): object {
  return {
    id: valueAt(call, 'toolCallId'),
    type: 'function',
    function: {
      name: valueAt(call, 'toolName'),
      arguments: JSON.stringify(valueAt(call, 'args') ?? {})
    }
  };
}

/** What an agent answered: its text where there is nothing else. */
export function resultOfStep(output: unknown): unknown {
  const object = valueAt(output, 'object');
  const files = listAt(output, 'files');
  return object ?? (files.length === 0 ? valueAt(output, 'text') : output);
}

/** Token counts in MLflow's form. */
export function usageOfMastra(usage: unknown): object | undefined {
  const input = countAt(usage, 'inputTokens') ?? countAt(usage, 'promptTokens');
  if (input === undefined) {
    return undefined;
  }
  const output =
    countAt(usage, 'outputTokens') ?? countAt(usage, 'completionTokens') ?? 0;
  const cached =
    countAt(usage, 'cachedInputTokens') ??
    countAt(usage, 'inputDetails', 'cacheRead');
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: countAt(usage, 'totalTokens') ?? input + output,
    ...(cached !== undefined && { cache_read_input_tokens: cached })
  };
}
