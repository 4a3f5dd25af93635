import { AttributeKey } from '../../recording/attribute-keys';
import { SpanType } from '../../recording/span-type';
import { shortVector } from '../calls/content';
import type { CallDescription, CallResult } from '../calls/library-call';
import { completionOf, isTokenOfChat, joinedChunk } from './chat-stream';
import type { ChunkKind } from '../calls/stream-chunks';
import { providerOf } from './provider';
import { responseOf } from './responses-stream';
import { chatToolsOf, failureOf, usageOf, withoutServerAccess } from './wire';
import { isObject, valueAt } from '../patching/patch';
import { textAt } from '../calls/read';
import { secretsOf } from '../calls/secrets';
import type { StainlessCall } from '../calls/stainless';

/** Where a resource stands, on a class and on a client, and what a call of it is. */
export type Resource = {
  readonly onClass: readonly string[];
  readonly onClient: readonly string[];
  readonly method: string;
  readonly call: StainlessCall;
};

/** What a call of a resource is, and what its answers mean. */
type Kind = {
  readonly name: string;
  readonly spanType: SpanType;
  readonly result?: (answer: unknown) => CallResult;
  readonly streamed?: (chunks: readonly unknown[]) => CallResult;
} & Pick<ChunkKind, 'isToken' | 'joined'>;

const chat: Kind = {
  name: 'Completions',
  spanType: SpanType.CHAT_MODEL,
  streamed: chunks => answered(completionOf(chunks)),
  isToken: isTokenOfChat,
  joined: chunks => [joinedChunk(chunks)]
};

const embeddings: Kind = {
  name: 'Embeddings',
  spanType: SpanType.EMBEDDING,
  result: embedded
};

/** What is traced of OpenAI's client; names and types are those of MLflow's Python package, as all below. */
export const openAiResources = resources('openai', [
  [['chat', 'completions'], 'create', chat],
  [
    ['responses'],
    'create',
    {
      name: 'Responses',
      spanType: SpanType.CHAT_MODEL,
      streamed: events => answered(responseOf(events)),
      isToken: event => textAt(event, 'type').endsWith('.delta')
    }
  ],
  [['completions'], 'create', { ...chat, spanType: SpanType.LLM }],
  [['embeddings'], 'create', embeddings],
  [
    ['images'],
    'generate',
    {
      name: 'Images',
      spanType: SpanType.TOOL,
      streamed: events => answered(events.at(-1))
    }
  ]
]);

/** What is traced of Groq's. */
export const groqResources = resources('groq', [
  [['chat', 'completions'], 'create', chat],
  [['embeddings'], 'create', embeddings],
  [
    ['audio', 'transcriptions'],
    'create',
    { name: 'Transcriptions', spanType: SpanType.LLM }
  ],
  [
    ['audio', 'translations'],
    'create',
    { name: 'Translations', spanType: SpanType.LLM }
  ]
]);

function resources(
  library: string,
  list: readonly (readonly [readonly string[], string, Kind])[]
): readonly Resource[] {
  return list.map(([onClient, method, kind]) => ({
    onClient,
    // `chat.completions` of a client is `Chat.Completions` of its class.
    onClass: onClient.map(name => name.charAt(0).toUpperCase() + name.slice(1)),
    method,
    call: {
      describe: (resource, args) => describe(library, kind, resource, args),
      result: kind.result ?? answered,
      streamed: kind.streamed ?? (() => ({}))
    }
  }));
}

/** Members of a request that are the content of the call and not its settings. */
const CONTENT: ReadonlySet<string> = new Set([
  'messages',
  'input',
  'prompt',
  'instructions',
  'file'
]);

/** Kinds of spans that have messages, in the form of the library. */
const WITH_MESSAGES: ReadonlySet<SpanType> = new Set([
  SpanType.CHAT_MODEL,
  SpanType.LLM
]);

function describe(
  library: string,
  { name, spanType, isToken, joined }: Kind,
  resource: unknown,
  [body, options]: readonly unknown[]
): CallDescription {
  const request = isObject(body) ? withoutServerAccess(body) : {};
  const tools = chatToolsOf(valueAt(request, 'tools'));
  const model = valueAt(request, 'model');
  return {
    name,
    spanType,
    inputs: request,
    attributes: {
      ...settingsOf(request),
      ...(WITH_MESSAGES.has(spanType) && {
        [AttributeKey.messageFormat]: library
      }),
      ...(tools.length > 0 && { [AttributeKey.chatTools]: tools }),
      ...(model !== undefined && { [AttributeKey.model]: model }),
      [AttributeKey.provider]: providerOf(valueAt(resource, '_client'), library)
    },
    secrets: () => secretsOf(resource, options),
    isToken,
    joined
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

/** The model is the one that the answer names: Azure is asked for a deployment, others for the newest of a family. */
function answered(answer: unknown): CallResult {
  const usage = usageOf(valueAt(answer, 'usage'));
  const model = textAt(answer, 'model');
  return {
    outputs: answer,
    attributes: {
      ...(usage && { [AttributeKey.tokenUsage]: usage }),
      ...(model !== '' && { [AttributeKey.model]: model })
    },
    failure: failureOf(answer)
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
