import { AttributeKey } from '../recording/attribute-keys';
import { SpanType } from '../recording/span-type';
import { shortVector } from './calls/content';
import type { Integration } from './integration';
import type { CallDescription, CallResult } from './calls/library-call';
import { membersOf, without } from './calls/members';
import { traceMethodCall, type MethodCall } from './calls/method-call';
import { completionOf } from './openai/chat-stream';
import { chatToolsOf, usageOf } from './openai/wire';
import { clientPart } from './patching/parts-of-client';
import { isObject, valueAt } from './patching/patch';
import { listAt } from './calls/read';

/** Mistral's client. What its API calls `tool_calls`, the client calls `toolCalls`; it is recorded as the API says it. */
export const mistral: Integration = {
  name: 'mistral',
  modules: ['@mistralai/mistralai'],
  patch: (subject, settings) => {
    const found = PARTS.flatMap(({ part, methods }) => {
      const resource = clientPart(subject, ['Mistral', 'default'], part);
      return isObject(resource) && isMistral(resource, methods)
        ? methods.map(([method, call]) =>
            traceMethodCall(
              Reflect.getPrototypeOf(resource),
              method,
              call,
              settings
            )
          )
        : [];
    });
    return found.length > 0 ? found : undefined;
  }
};

type Methods = readonly (readonly [string, MethodCall])[];

function isMistral(resource: object, methods: Methods): boolean {
  return methods.every(
    ([method]) => typeof valueAt(resource, method) === 'function'
  );
}

const CHAT: Methods = [
  ['complete', { describe: describer('Chat.complete'), result: answered }],
  [
    'stream',
    {
      describe: describer('Chat.stream'),
      result: answered,
      streamed: events =>
        answered(
          completionOf(events.map(event => snake(valueAt(event, 'data'))))
        )
    }
  ]
];

const PARTS: readonly { readonly part: string; readonly methods: Methods }[] = [
  { part: 'chat', methods: CHAT },
  {
    part: 'embeddings',
    methods: [
      [
        'create',
        {
          describe: describer('Embeddings.create', SpanType.EMBEDDING),
          result: embedded
        }
      ]
    ]
  }
];

function describer(
  name: string,
  spanType: SpanType = SpanType.CHAT_MODEL
): MethodCall['describe'] {
  return (resource, [body]): CallDescription => {
    const request = snake(body);
    const tools = chatToolsOf(valueAt(request, 'tools'));
    const key = valueAt(resource, '_options', 'apiKey');
    const isChat = spanType === SpanType.CHAT_MODEL;
    return {
      name,
      spanType,
      inputs: request,
      attributes: {
        ...membersOf(without(request, 'messages', 'inputs', 'input')),
        ...(isChat && { [AttributeKey.messageFormat]: 'mistral' }),
        ...(tools.length > 0 && { [AttributeKey.chatTools]: tools }),
        [AttributeKey.model]: valueAt(request, 'model'),
        [AttributeKey.provider]: 'mistral'
      },
      secrets: typeof key === 'string' && key !== '' ? [key] : []
    };
  };
}

function answered(answer: unknown): CallResult {
  const outputs = snake(answer);
  const usage = usageOf(valueAt(outputs, 'usage'));
  return {
    outputs,
    attributes: usage && { [AttributeKey.tokenUsage]: usage }
  };
}

function embedded(answer: unknown): CallResult {
  const data = listAt(answer, 'data').map(item => ({
    ...membersOf(item),
    embedding: shortVector(valueAt(item, 'embedding'))
  }));
  return answered({ ...membersOf(answer), data });
}

/** Members whose own members are the program's names, not the API's. */
const FOREIGN: ReadonlySet<string> = new Set([
  'arguments',
  'parameters',
  'schemaDefinition',
  'metadata',
  'embedding'
]);

/** The same with the names that the API has: of `toolCalls`, `tool_calls`. Each chunk of a stream is such a tree. */
function snake(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(snake);
  }
  const renamed: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const isOurs = typeof member !== 'object' || FOREIGN.has(key);
    renamed[snakeName(key)] = isOurs ? member : snake(member);
  }
  return renamed;
}

/** The API's names by the client's: to replace one costs as much as all else of a chunk. */
const snakeNames = new Map<string, string>();

/** The API has some dozens; what a server makes up must not stay in memory. */
const MAX_NAMES = 200;

function snakeName(name: string): string {
  const known = snakeNames.get(name);
  if (known !== undefined) {
    return known;
  }
  const renamed = name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
  if (snakeNames.size < MAX_NAMES) {
    snakeNames.set(name, renamed);
  }
  return renamed;
}
