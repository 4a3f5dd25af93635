import { AttributeKey } from '../recording/attribute-keys';
import { SpanType } from '../recording/span-type';
import { shortVector } from './calls/content';
import type { AutologSettings, Integration } from './integration';
import type { CallDescription, CallResult } from './calls/library-call';
import { chatTool, picked, without } from './calls/members';
import { traceMethodCall, type MethodCall } from './calls/method-call';
import { responseOf } from './gemini/response';
import { clientPart } from './patching/parts-of-client';
import { isObject, valueAt, type Undo } from './patching/patch';
import { countAt, listAt, textAt } from './calls/read';

/** Google's GenAI client, for Gemini's API and for Vertex; chats go through its models too. */
export const gemini: Integration = {
  name: 'gemini',
  modules: ['@google/genai'],
  patch: (subject, settings) => {
    const models =
      valueAt(subject, 'Models', 'prototype') ??
      clientPart(subject, ['GoogleGenAI', 'default'], 'models');
    // The public methods are functions of each client's own; these they call.
    return isObject(models) &&
      typeof valueAt(models, 'generateContentInternal') === 'function'
      ? patchModels(models, settings)
      : undefined;
  }
};

function patchModels(
  models: object,
  settings: () => AutologSettings
): readonly (Undo | undefined)[] {
  // At first nothing stood behind this one.
  const embed = INTERNAL_EMBED in models ? INTERNAL_EMBED : 'embedContent';
  return [...GENERATING, [embed, EMBED] as const].map(([method, call]) =>
    traceMethodCall(models, method, call, settings)
  );
}

const INTERNAL_EMBED = 'embedContentInternal';

const GENERATE: MethodCall = {
  describe: describer('Models.generate_content', SpanType.LLM),
  result: answered
};

const GENERATING: readonly (readonly [string, MethodCall])[] = [
  ['generateContentInternal', GENERATE],
  [
    'generateContentStreamInternal',
    {
      ...GENERATE,
      streamed: chunks => answered(responseOf(chunks))
    }
  ]
];

const EMBED: MethodCall = {
  describe: describer('Models.embed_content', SpanType.EMBEDDING),
  result: embedded
};

/** Names and types are Python's. */
function describer(name: string, spanType: SpanType): MethodCall['describe'] {
  return (models, [request]): CallDescription => {
    const config = valueAt(request, 'config');
    const tools = listAt(config, 'tools')
      .flatMap(tool => listAt(tool, 'functionDeclarations'))
      .map(toolOf);
    return {
      name,
      spanType,
      inputs: {
        ...picked(request, ['model', 'contents']),
        ...(isObject(config) && { config: settingsOf(config) })
      },
      attributes: {
        ...picked(settingsOf(config), SETTINGS),
        [AttributeKey.messageFormat]: 'gemini',
        ...(tools.length > 0 && { [AttributeKey.chatTools]: tools }),
        [AttributeKey.model]: valueAt(request, 'model'),
        [AttributeKey.provider]: 'gemini'
      },
      secrets: [textAt(models, 'apiClient', 'clientOptions', 'apiKey')].filter(
        key => key !== ''
      ),
      kept: said,
      joined: chunks => [responseOf(chunks)]
    };
  };
}

const SETTINGS = [
  'temperature',
  'topP',
  'topK',
  'maxOutputTokens',
  'candidateCount',
  'stopSequences',
  'seed',
  'responseMimeType',
  'toolConfig',
  'thinkingConfig'
];

function settingsOf(config: unknown): unknown {
  return without(config, 'abortSignal', 'httpOptions');
}

function toolOf(declaration: unknown): object {
  return chatTool(
    valueAt(declaration, 'name'),
    valueAt(declaration, 'description'),
    valueAt(declaration, 'parametersJsonSchema') ??
      valueAt(declaration, 'parameters')
  );
}

/** What a response says, or a chunk of one: without the headers that it came with, and Node's response in them. */
function said(response: unknown): unknown {
  return without(response, 'sdkHttpResponse');
}

function answered(response: unknown): CallResult {
  const usage = usageOf(valueAt(response, 'usageMetadata'));
  return {
    outputs: said(response),
    attributes: usage && { [AttributeKey.tokenUsage]: usage }
  };
}

function usageOf(usage: unknown): object | undefined {
  const input = countAt(usage, 'promptTokenCount');
  if (input === undefined) {
    return undefined;
  }
  const output = countAt(usage, 'candidatesTokenCount') ?? 0;
  const cached = countAt(usage, 'cachedContentTokenCount');
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: countAt(usage, 'totalTokenCount') ?? input + output,
    ...(cached !== undefined && { cache_read_input_tokens: cached })
  };
}

function embedded(response: unknown): CallResult {
  const embeddings = listAt(response, 'embeddings').map(item =>
    isObject(item)
      ? { ...item, values: shortVector(valueAt(item, 'values')) }
      : item
  );
  return { outputs: { embeddings } };
}
