import { AttributeKey } from '../../recording/attribute-keys';
import { ParsedJson, parsedOf } from '../../values/parsed-json';
import { INTERRUPTED } from '../calls/event-stream';
import type { CallResult } from '../calls/library-call';
import { chatToolsOf } from '../openai/wire';
import { valueAt } from '../patching/patch';
import { definedIn } from '../calls/members';
import { countAt, listAt, textAt } from '../calls/read';

/** What a step is about: its request, and what is known of the generation that it is a part of. */
type StepContext = {
  readonly step: unknown;
  readonly generation: unknown;
  readonly model: unknown;
};

/** A call of the model, as it is told when it is over. */
export function stepOf(end: unknown, context: StepContext): CallResult {
  const body = bodyOf(valueAt(end, 'input')) ?? bodyOf(context.step);
  const sent = parsedOf(body);
  const isSent = Array.isArray(valueAt(sent, 'messages'));
  const output = valueAt(end, 'output');
  const finishReason = valueAt(end, 'attributes', 'finishReason');
  const message = { message: messageOf(output), finish_reason: finishReason };
  return {
    inputs: isSent ? body : context.generation,
    outputs: isAnswer(output, finishReason)
      ? { choices: [message] }
      : undefined,
    attributes: attributesOf(end, context.model, {
      format: isSent ? 'openai' : 'vercel_ai',
      tools: chatToolsOf(valueAt(sent, 'tools'))
    })
  };
}

/** One by one: of a call that is made of such small steps, putting objects together took a tenth of what is added. */
function attributesOf(
  end: unknown,
  generation: unknown,
  { format, tools }: { format: string; tools: readonly object[] }
): Record<string, unknown> {
  const attributes = parametersOf(generation);
  const model = valueAt(generation, 'model');
  const [provider = ''] = textAt(generation, 'provider').split('.');
  const usage = usageOfMastra(valueAt(end, 'attributes', 'usage'));
  attributes[AttributeKey.messageFormat] = format;
  if (valueAt(end, 'attributes', 'finishReason') === 'aborted') {
    attributes[INTERRUPTED] = true;
  }
  if (typeof model === 'string') {
    attributes[AttributeKey.model] = model;
  }
  if (provider !== '') {
    attributes[AttributeKey.provider] = provider;
  }
  if (tools.length > 0) {
    attributes[AttributeKey.chatTools] = tools;
  }
  if (usage !== undefined) {
    attributes[AttributeKey.tokenUsage] = usage;
  }
  return attributes;
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

/** The request as it was sent, mostly as JSON, where the provider's client says so. */
function bodyOf(payload: unknown): unknown {
  const body = valueAt(payload, 'request', 'body') ?? valueAt(payload, 'body');
  if (typeof body !== 'string') {
    return body;
  }
  try {
    return new ParsedJson(body);
  } catch {
    return undefined;
  }
}

function messageOf(output: unknown): object {
  const calls = listAt(output, 'toolCalls').map(toolCallOf);
  const content = valueAt(output, 'text') ?? null;
  return calls.length === 0
    ? { role: 'assistant', content }
    : { role: 'assistant', content, tool_calls: calls };
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

/** What the model was asked for besides its messages: the temperature and the like. */
function parametersOf(model: unknown): Record<string, unknown> {
  return definedIn(valueAt(model, 'parameters'));
}

/** What is said of anything but a model's answer when it is over. @param said by the model, when it was aborted */
export function resultOfSpan(
  type: unknown,
  end: unknown,
  said: string | undefined
): CallResult {
  const usage = usageOfMastra(valueAt(end, 'attributes', 'usage'));
  const output = valueAt(end, 'output');
  const isAgent = type === 'agent_run';
  const answer = isAgent ? resultOfStep(output) : output;
  return {
    outputs: answer ?? said,
    attributes: {
      ...interrupted(isAgent && valueAt(output, 'status') === 'aborted'),
      ...(usage && { [AttributeKey.tokenUsage]: usage })
    }
  };
}

/** The program may end a run by its signal. @param isAborted as the end of this kind of span says it */
function interrupted(isAborted: boolean): object {
  return isAborted ? { [INTERRUPTED]: true } : {};
}

/** What a model had said when it was aborted. */
export function textSaid(end: unknown): string | undefined {
  return valueAt(end, 'attributes', 'finishReason') === 'aborted'
    ? textAt(end, 'output', 'text')
    : undefined;
}

/** Errors are handed on as plain data by some parts of Mastra, and before version 1 as the text of their stack. */
export function errorOf(noted: unknown): unknown {
  const [, name = '', said] =
    /^(?:(\w+): )?(.*)/.exec(typeof noted === 'string' ? noted : '') ?? [];
  const message = typeof noted === 'string' ? said : valueAt(noted, 'message');
  if (noted instanceof Error || typeof message !== 'string') {
    return noted;
  }
  const error = new Error(message);
  error.name = name || textAt(noted, 'name') || error.name;
  error.stack =
    typeof noted === 'string'
      ? noted
      : textAt(noted, 'stack') || `${error.name}: ${message}`;
  return error;
}

/** What an agent answered: its text where there is nothing else. */
function resultOfStep(output: unknown): unknown {
  const object = valueAt(output, 'object');
  const files = listAt(output, 'files');
  return object ?? (files.length === 0 ? valueAt(output, 'text') : output);
}

/** Token counts in MLflow's form. */
function usageOfMastra(usage: unknown): object | undefined {
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
