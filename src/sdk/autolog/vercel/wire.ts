import { AttributeKey } from '../../recording/attribute-keys';
import { SpanType } from '../../recording/span-type';
import { shortVector } from '../calls/content';
import type { CallDescription, CallResult } from '../calls/library-call';
import { chatTool, picked } from '../calls/members';
import { isObject, valueAt } from '../patching/patch';
import { countAt, listAt, textAt } from '../calls/read';
import { withFileUris } from './files';

/** Members of a request that are its content; what a start event says beyond is the library's own business. */
const INPUTS = [
  'system',
  'instructions',
  'prompt',
  'messages',
  'value',
  'values',
  'query',
  'documents',
  'text',
  'schema'
];

/** Settings of a request, which are attributes. */
const SETTINGS = [
  'temperature',
  'maxOutputTokens',
  'topP',
  'topK',
  'presencePenalty',
  'frequencyPenalty',
  'stopSequences',
  'seed',
  'reasoning',
  'toolChoice',
  'dimensions',
  'functionId',
  'metadata'
];

/** What was asked, of the event that an operation starts with. */
export function inputsOf(event: unknown): object {
  const { prompt, messages, ...others } = picked(event, INPUTS);
  return {
    ...others,
    ...(prompt !== undefined && { prompt: withFileUris(prompt) }),
    ...(messages !== undefined && { messages: withFileUris(messages) })
  };
}

/** Model, provider and settings, of the event that an operation or a call of a model starts with. */
export function attributesOf(event: unknown): Record<string, unknown> {
  const model = valueAt(event, 'model', 'modelId') ?? valueAt(event, 'modelId');
  const provider =
    valueAt(event, 'model', 'provider') ?? valueAt(event, 'provider');
  return {
    ...picked(event, SETTINGS),
    ...(model !== undefined && { [AttributeKey.model]: model }),
    ...(typeof provider === 'string' && {
      // Such as `openai.chat`: the provider, and which of its APIs.
      [AttributeKey.provider]: provider.split('.')[0]
    })
  };
}

/** What a model is asked in one step: the system prompt is the first message. */
export function stepInputsOf(event: unknown): object {
  const system = valueAt(event, 'system') ?? valueAt(event, 'instructions');
  const isText = typeof system === 'string' && system !== '';
  return {
    messages: withFileUris([
      ...(isText
        ? [{ role: 'system', content: system }]
        : [system].flat().filter(isObject)),
      ...listAt(event, 'messages'),
      ...listAt(event, 'promptMessages')
    ])
  };
}

/** Tools in OpenAI's form: 7 gives a list as the model gets it, 6 the program's own object. */
export function chatToolsOf(tools: unknown): readonly object[] {
  return Array.isArray(tools)
    ? tools.filter(isObject).map(tool => toolOf(valueAt(tool, 'name'), tool))
    : Object.entries(tools ?? {}).map(([name, tool]) => toolOf(name, tool));
}

function toolOf(name: unknown, tool: unknown): object {
  return chatTool(
    name,
    valueAt(tool, 'description'),
    schemaOf(valueAt(tool, 'inputSchema'))
  );
}

/** A JSON schema: the plain one, that of the library's `jsonSchema`, or what a schema library makes of its own. */
function schemaOf(schema: unknown): unknown {
  const own = valueAt(schema, 'jsonSchema');
  const standard = valueAt(schema, '~standard', 'jsonSchema');
  const convert = valueAt(standard, 'input');
  if (typeof convert === 'function') {
    return Reflect.apply(convert, standard, [{ target: 'draft-07' }]);
  }
  return own ?? (valueAt(schema, 'type') === 'object' ? schema : undefined);
}

/** What the content of a model's answer says, in the form that MLflow shows Vercel's answers in. */
export function answerOf(
  content: unknown,
  finishReason: unknown,
  usage: unknown
): CallResult {
  const parts = Array.isArray(content) ? content.filter(isObject) : [];
  const files = parts.filter(part => valueAt(part, 'type') === 'file').length;
  const reasoning = textOf(parts, 'reasoning');
  const calls = parts.filter(part => valueAt(part, 'type') === 'tool-call');
  const tokens = usageOf(usage);
  return {
    outputs: {
      text: textOf(parts, 'text'),
      ...(reasoning !== '' && { reasoning }),
      ...(calls.length > 0 && { toolCalls: calls.map(toolCallOf) }),
      ...(files > 0 && { files: `[${files} files]` }),
      finishReason: valueAt(finishReason, 'unified') ?? finishReason
    },
    attributes: tokens && { [AttributeKey.tokenUsage]: tokens }
  };
}

function textOf(parts: readonly object[], type: string): string {
  return parts
    .filter(part => valueAt(part, 'type') === type)
    .map(part => textAt(part, 'text'))
    .join('');
}

function toolCallOf(call: object): object {
  return picked(call, ['toolCallId', 'toolName', 'input']);
}

/** Token counts in MLflow's form: of the provider's interface, where each is a total and its parts, or of a result. */
export function usageOf(usage: unknown): object | undefined {
  const input =
    countAt(usage, 'inputTokens', 'total') ??
    countAt(usage, 'inputTokens') ??
    countAt(usage, 'tokens');
  if (input === undefined) {
    return undefined;
  }
  const output =
    countAt(usage, 'outputTokens', 'total') ??
    countAt(usage, 'outputTokens') ??
    0;
  const read =
    countAt(usage, 'inputTokens', 'cacheRead') ??
    countAt(usage, 'inputTokenDetails', 'cacheReadTokens');
  const created =
    countAt(usage, 'inputTokens', 'cacheWrite') ??
    countAt(usage, 'inputTokenDetails', 'cacheWriteTokens');
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: countAt(usage, 'totalTokens') ?? input + output,
    ...(read !== undefined && { cache_read_input_tokens: read }),
    ...(created !== undefined && { cache_creation_input_tokens: created })
  };
}

/** What an operation gives: the text when that is all, else what it says besides. */
export function resultOfOperation(event: unknown): CallResult {
  const embedding = valueAt(event, 'embedding');
  if (embedding !== undefined) {
    return { outputs: { embedding: shortVectors(embedding) } };
  }
  const said = picked(event, [
    'text',
    'object',
    'error',
    'ranking',
    'finishReason'
  ]);
  const calls = valueAt(event, 'toolCalls');
  const hasCalls = Array.isArray(calls) && calls.length > 0;
  return {
    outputs:
      typeof said['text'] === 'string' && !hasCalls
        ? said['text']
        : { ...said, ...(hasCalls && { toolCalls: calls.map(toolCallOf) }) }
  };
}

/** One request for embeddings, of the event that it starts with. */
export function embeddingOf(name: string, event: unknown): CallDescription {
  return {
    name,
    spanType: SpanType.EMBEDDING,
    inputs: { values: valueAt(event, 'values') },
    attributes: attributesOf(event),
    secrets: []
  };
}

/** What such a request gave. */
export function embeddedOf(answer: unknown): CallResult {
  const usage = usageOf(valueAt(answer, 'usage'));
  return {
    outputs: { embeddings: shortVectors(valueAt(answer, 'embeddings')) },
    attributes: usage && { [AttributeKey.tokenUsage]: usage }
  };
}

/** Vectors of which the head is recorded; of a thousand nobody looks at the rest. */
const MAX_VECTORS = 100;

/** One vector or a list of them, each by its head. */
function shortVectors(vectors: unknown): unknown {
  if (!Array.isArray(vectors) || !Array.isArray(vectors[0])) {
    return shortVector(vectors);
  }
  const more = vectors.length - MAX_VECTORS;
  return [
    ...vectors.slice(0, MAX_VECTORS).map(shortVector),
    ...(more > 0 ? [`… [${more} more vectors]`] : [])
  ];
}
