import { AttributeKey } from '../recording/attribute-keys';
import { SpanType } from '../recording/span-type';
import { shortVector } from './calls/content';
import type { AutologSettings, Integration } from './integration';
import {
  callAround,
  type CallDescription,
  type CallResult
} from './calls/library-call';
import { chatTool, membersOf, picked, without } from './calls/members';
import { traceMethodCall, type MethodCall } from './calls/method-call';
import { responseOf } from './gemini/response';
import { changeOwnMethod } from './patching/own-method';
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
    return isObject(models) &&
      typeof valueAt(models, 'generateContentInternal') === 'function'
      ? [...patchModels(models, settings), ...patchRounds(models, settings)]
      : undefined;
  }
};

/** What the public methods call, which are functions of each client's own. */
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

/**
 * Calls in which the client calls tools itself, and then the model again. Only the public method is around all of that: of a
 * client that is handed in, and of those that are made from now on.
 */
function patchRounds(
  models: object,
  settings: () => AutologSettings
): readonly (Undo | undefined)[] {
  const traceRounds = (owner: object): Undo | undefined =>
    traceMethodCall(owner, 'generateContent', ROUNDS, settings);
  const isPrototype = Object.hasOwn(models, 'generateContentInternal');
  const prototype = isPrototype ? models : Reflect.getPrototypeOf(models);
  return [
    changeOwnMethod(prototype, 'generateContent', traceRounds),
    isPrototype ? undefined : traceRounds(models),
    traceMethodCall(models, 'processAfcStream', STREAMED_ROUNDS, settings)
  ];
}

const INTERNAL_EMBED = 'embedContentInternal';
const PUBLIC = 'Models.generate_content';
const INTERNAL = 'Models._generate_content';

const GENERATE: MethodCall = {
  describe: (models, args) =>
    describer(
      // As in Python, where it always stands below the public one.
      callAround()?.scope.span.name === PUBLIC ? INTERNAL : PUBLIC,
      SpanType.LLM
    )(models, args),
  result: answered
};

const ROUNDS: MethodCall = {
  describe: (models, [request]) =>
    isRunOfTools(valueAt(request, 'config'))
      ? describer(PUBLIC, SpanType.LLM)(models, [withoutTools(request)])
      : undefined,
  // The tokens are those of the rounds.
  result: response => ({ outputs: said(response) })
};

const STREAMED_ROUNDS: MethodCall = {
  ...ROUNDS,
  isRunByReader: true,
  streamed: chunks => ({ outputs: said(responseOf(chunks)) })
};

const GENERATING: readonly (readonly [string, MethodCall])[] = [
  ['generateContentInternal', GENERATE],
  [
    'generateContentStreamInternal',
    {
      ...GENERATE,
      streamed: chunks => answered(responseOf(chunks))
    }
  ],
  [
    'countTokens',
    {
      describe: describer('Models.count_tokens', SpanType.LLM),
      result: response => ({ outputs: said(response) })
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

/** The client calls such tools itself, when the model asks for it. */
function isRunOfTools(config: unknown): boolean {
  return (
    valueAt(config, 'automaticFunctionCalling', 'disable') !== true &&
    listAt(config, 'tools').some(
      tool => typeof valueAt(tool, 'callTool') === 'function'
    )
  );
}

/** Such tools are objects of the program's; what they are called is known only to those who ask them. */
function withoutTools(request: unknown): unknown {
  return {
    ...membersOf(request),
    config: without(valueAt(request, 'config'), 'tools')
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
