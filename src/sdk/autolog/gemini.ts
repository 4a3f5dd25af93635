import { AttributeKey } from '../recording/attribute-keys';
import { SpanType } from '../recording/span-type';
import { shortVector } from './calls/content';
import type { AutologSettings, Integration } from './integration';
import type { CallDescription, CallResult } from './calls/library-call';
import { chatTool, lastOf, picked, without } from './calls/members';
import { traceMethodCall, type MethodCall } from './calls/method-call';
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

/** The response that the chunks of a stream make up: what they all say is what the last says, but for the content. */
export function responseOf(chunks: readonly unknown[]): object {
  const candidates = new Map<unknown, Candidate>();
  for (const chunk of chunks) {
    for (const piece of listAt(chunk, 'candidates')) {
      addPiece(candidates, piece);
    }
  }
  const whole = [...candidates.values()].map(({ pieces, parts }) => ({
    ...lastOf(pieces),
    content: { role: 'model', parts }
  }));
  return { ...lastOf(chunks), candidates: whole };
}

/** One of the answers, of what came of it so far. */
type Candidate = { readonly pieces: unknown[]; readonly parts: unknown[] };

function addPiece(candidates: Map<unknown, Candidate>, piece: unknown): void {
  const index = valueAt(piece, 'index') ?? 0;
  const candidate = candidates.get(index) ?? { pieces: [], parts: [] };
  candidates.set(index, candidate);
  candidate.pieces.push(piece);
  for (const part of listAt(piece, 'content', 'parts')) {
    addPart(candidate.parts, part);
  }
}

/** Pieces of one text are one part. */
function addPart(parts: unknown[], part: unknown): void {
  const last = parts.at(-1);
  if (!isTextOnly(part)) {
    parts.push(part);
  } else if (isTextOnly(last) && last.thought === part.thought) {
    last.text += part.text;
  } else {
    parts.push({ ...part });
  }
}

type TextPart = { text: string; readonly thought?: unknown };

function isTextOnly(part: unknown): part is TextPart {
  return (
    isObject(part) &&
    typeof valueAt(part, 'text') === 'string' &&
    Object.keys(part).every(key => key === 'text' || key === 'thought')
  );
}
