import { AttributeKey } from '../recording/attribute-keys';
import { SpanType } from '../recording/span-type';
import { shortVector } from './content';
import type { AutologSettings, Integration } from './integration';
import type { CallDescription, CallResult } from './library-call';
import { completionOf } from './openai-chat-stream';
import { responseOf } from './openai-responses-stream';
import { chatToolsOf, usageOf } from './openai-wire';
import { isObject, valueAt, type Undo } from './patch';
import { traceMethod, traceRetries, type StainlessCall } from './stainless';

/** Where the resources stand, on a class and on a client, and what a call of each is. */
type Resource = {
  readonly onClass: readonly string[];
  readonly onClient: readonly string[];
  readonly method: string;
  readonly call: StainlessCall;
};

/** What a provider's client needs besides what its API has in common with OpenAI's. */
export type OpenAiLike = {
  readonly name: string;
  readonly modules: readonly string[];
  /** Names under which a module exports its client's class. */
  readonly classes: readonly string[];
};

/** OpenAI's client, also Azure's and every server that speaks OpenAI's API. */
export const openai = openAiLike({
  name: 'openai',
  modules: ['openai'],
  classes: ['OpenAI', 'default']
});

/** Groq's client, of the same make and API. */
export const groq = openAiLike({
  name: 'groq',
  modules: ['groq-sdk'],
  classes: ['Groq', 'default']
});

function openAiLike({ name, modules, classes }: OpenAiLike): Integration {
  const resources = resourcesOf(name);
  return {
    name,
    modules,
    patch: (subject, settings) => {
      const found = [subject, ...classes.map(key => valueAt(subject, key))]
        .map(candidate => patchOne(candidate, resources, settings))
        .find(done => done.length > 0);
      return found;
    }
  };
}

/** Traces every client of a class: what a client calls stands on the prototypes of its resources. */
function patchOne(
  subject: unknown,
  resources: readonly Resource[],
  settings: () => AutologSettings
): readonly (Undo | undefined)[] {
  const found = resources.flatMap(resource => {
    const owner = ownerOf(subject, resource);
    return isObject(owner) ? [{ owner, resource }] : [];
  });
  if (found.length === 0) {
    return [];
  }
  const client = valueAt(subject, 'prototype') ?? subject;
  return [
    ...found.map(({ owner, resource: { method, call } }) =>
      traceMethod(owner, method, call, settings)
    ),
    traceRetries(client)
  ];
}

function ownerOf(
  subject: unknown,
  { onClass, onClient, method }: Resource
): unknown {
  const owner =
    valueAt(subject, ...onClass, 'prototype') ??
    prototypeOf(valueAt(subject, ...onClient));
  return typeof valueAt(owner, method) === 'function' ? owner : undefined;
}

function prototypeOf(value: unknown): unknown {
  return isObject(value) ? Reflect.getPrototypeOf(value) : undefined;
}

function resourcesOf(provider: string): readonly Resource[] {
  return [
    {
      onClass: ['Chat', 'Completions'],
      onClient: ['chat', 'completions'],
      method: 'create',
      call: {
        describe: describer(provider, 'Completions', SpanType.CHAT_MODEL),
        result: answered,
        streamed: chunks => answered(completionOf(chunks))
      }
    },
    {
      onClass: ['Responses'],
      onClient: ['responses'],
      method: 'create',
      call: {
        describe: describer(provider, 'Responses', SpanType.CHAT_MODEL),
        result: answered,
        streamed: events => answered(responseOf(events))
      }
    },
    {
      onClass: ['Completions'],
      onClient: ['completions'],
      method: 'create',
      call: {
        describe: describer(provider, 'Completions', SpanType.LLM),
        result: answered,
        streamed: chunks => answered(completionOf(chunks))
      }
    },
    {
      onClass: ['Embeddings'],
      onClient: ['embeddings'],
      method: 'create',
      call: {
        describe: describer(provider, 'Embeddings', SpanType.EMBEDDING),
        result: embedded,
        streamed: () => ({})
      }
    },
    {
      onClass: ['Images'],
      onClient: ['images'],
      method: 'generate',
      call: {
        describe: describer(provider, 'Images', SpanType.LLM),
        result: answered,
        streamed: events => answered(events.at(-1))
      }
    }
  ];
}

/** Members of a request that are the content of the call and not its settings. */
const CONTENT: ReadonlySet<string> = new Set([
  'messages',
  'input',
  'prompt',
  'instructions'
]);

function describer(
  provider: string,
  name: string,
  spanType: SpanType
): StainlessCall['describe'] {
  return (resource, [body]): CallDescription => {
    const request = isObject(body) ? body : {};
    const isChat = spanType === SpanType.CHAT_MODEL;
    const tools = chatToolsOf(valueAt(request, 'tools'));
    return {
      name,
      spanType,
      inputs: request,
      attributes: {
        ...settingsOf(request),
        ...(isChat && { [AttributeKey.messageFormat]: 'openai' }),
        ...(tools.length > 0 && { [AttributeKey.chatTools]: tools }),
        [AttributeKey.model]: valueAt(request, 'model'),
        [AttributeKey.provider]: provider
      },
      secrets: secretsOf(resource)
    };
  };
}

/** As in Python, each setting of the request is an attribute too. */
function settingsOf(request: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(request).filter(
      ([key, value]) => value !== undefined && !CONTENT.has(key)
    )
  );
}

/** The key of the client, which a server may repeat in an error. */
export function secretsOf(resource: unknown): readonly string[] {
  const key = valueAt(resource, '_client', 'apiKey');
  return typeof key === 'string' && key !== '' ? [key] : [];
}

function answered(answer: unknown): CallResult {
  const usage = usageOf(valueAt(answer, 'usage'));
  return {
    outputs: answer,
    attributes: usage && { [AttributeKey.tokenUsage]: usage }
  };
}

/** Without the numbers that nobody reads; with the tokens, which Python leaves out. */
function embedded(answer: unknown): CallResult {
  const data = valueAt(answer, 'data');
  return isObject(answer) && Array.isArray(data)
    ? { ...answered(answer), outputs: { ...answer, data: data.map(shortItem) } }
    : answered(answer);
}

function shortItem(item: unknown): unknown {
  return isObject(item)
    ? { ...item, embedding: shortVector(valueAt(item, 'embedding')) }
    : item;
}
