import { AttributeKey } from '../recording/attribute-keys';
import { SpanType } from '../recording/span-type';
import { shortVector } from './calls/content';
import type { Integration } from './integration';
import type { CallDescription, CallResult } from './calls/library-call';
import { picked, without } from './calls/members';
import { traceMethodCall, type MethodCall } from './calls/method-call';
import { isObject, valueAt } from './patching/patch';
import { pictureUri } from './calls/pictures';
import { countAt, listAt, textAt } from './calls/read';
import { namedSecrets, secretsOfUrl } from './calls/secrets';

/** Ollama's client. MLflow's Python package has nothing for it: there it is called through OpenAI's API. */
export const ollama: Integration = {
  name: 'ollama',
  modules: ['ollama'],
  patch: (subject, settings) =>
    [
      valueAt(subject, 'prototype'),
      valueAt(subject, 'Ollama', 'prototype'),
      isObject(subject) && subject,
      valueAt(subject, 'default')
    ]
      .filter(isOllama)
      .slice(0, 1)
      .map(owner =>
        CALLS.map(([method, call]) =>
          traceMethodCall(owner, method, call, settings)
        )
      )[0]
};

function isOllama(owner: unknown): boolean {
  // `embed` came later.
  return ['chat', 'generate', 'pull'].every(
    method => typeof valueAt(owner, method) === 'function'
  );
}

const CALLS: readonly (readonly [string, MethodCall])[] = [
  [
    'chat',
    {
      describe: describer('Ollama.chat', SpanType.CHAT_MODEL),
      result: answered,
      streamed: chunks => answered(wholeOf(chunks))
    }
  ],
  [
    'generate',
    {
      describe: describer('Ollama.generate', SpanType.LLM),
      result: answered,
      streamed: chunks => answered(wholeOf(chunks))
    }
  ],
  [
    'embed',
    {
      describe: describer('Ollama.embed', SpanType.EMBEDDING),
      result: embedded
    }
  ],
  [
    'embeddings',
    {
      describe: describer('Ollama.embeddings', SpanType.EMBEDDING),
      result: embedded
    }
  ]
];

function describer(name: string, spanType: SpanType): MethodCall['describe'] {
  return (client, [request]): CallDescription => {
    const tools = listAt(request, 'tools');
    const options = valueAt(request, 'options');
    return {
      name,
      spanType,
      inputs: withPictures(request),
      attributes: {
        ...(isObject(options) && options),
        ...picked(request, ['format', 'think', 'keep_alive', 'stream']),
        ...(spanType === SpanType.CHAT_MODEL && {
          [AttributeKey.messageFormat]: 'ollama'
        }),
        ...(tools.length > 0 && { [AttributeKey.chatTools]: tools }),
        [AttributeKey.model]: valueAt(request, 'model'),
        [AttributeKey.provider]: 'ollama'
      },
      secrets: () => secretsOfOllama(client)
    };
  };
}

/** What the client was given besides an address: a server behind a proxy, and Ollama's own cloud, ask for a key. */
function secretsOfOllama(client: unknown): readonly string[] {
  return [
    ...namedSecrets(valueAt(client, 'config', 'headers')),
    ...secretsOfUrl(valueAt(client, 'config', 'host'))
  ].filter(one => typeof one === 'string');
}

/** The request with its pictures, which are bare base64 or bytes, in the form in which they are shown. */
function withPictures(request: unknown): unknown {
  const messages = valueAt(request, 'messages');
  if (!isObject(request)) {
    return request;
  }
  return Array.isArray(messages)
    ? { ...request, messages: messages.map(withOwnPictures) }
    : withOwnPictures(request);
}

function withOwnPictures(value: unknown): unknown {
  const images = valueAt(value, 'images');
  return isObject(value) && Array.isArray(images)
    ? { ...value, images: images.map(pictureUri) }
    : value;
}

function answered(answer: unknown): CallResult {
  const input = countAt(answer, 'prompt_eval_count');
  const output = countAt(answer, 'eval_count') ?? 0;
  return {
    // The tokens of the context are thousands of numbers that only Ollama reads.
    outputs: without(answer, 'context'),
    attributes:
      input === undefined
        ? undefined
        : {
            [AttributeKey.tokenUsage]: {
              input_tokens: input,
              output_tokens: output,
              total_tokens: input + output
            }
          }
  };
}

function embedded(answer: unknown): CallResult {
  if (!isObject(answer)) {
    return answered(answer);
  }
  const one = valueAt(answer, 'embedding');
  return answered({
    ...answer,
    ...(one === undefined
      ? { embeddings: listAt(answer, 'embeddings').map(shortVector) }
      : { embedding: shortVector(one) })
  });
}

/** The answer that the chunks of a stream make up: the last has the counts, all have a piece of the text. */
function wholeOf(chunks: readonly unknown[]): object {
  const last = chunks.at(-1);
  const join = (...path: string[]): string =>
    chunks.map(chunk => textAt(chunk, ...path)).join('');
  const thinking = join('message', 'thinking');
  const thought = join('thinking');
  const logprobs = chunks.flatMap(chunk => listAt(chunk, 'logprobs'));
  const calls = chunks.flatMap(chunk => listAt(chunk, 'message', 'tool_calls'));
  const isChat = chunks.some(chunk => isObject(valueAt(chunk, 'message')));
  return {
    ...(isObject(last) && last),
    ...(logprobs.length > 0 && { logprobs }),
    ...(isChat
      ? {
          message: {
            role: 'assistant',
            content: join('message', 'content'),
            ...(thinking !== '' && { thinking }),
            ...(calls.length > 0 && { tool_calls: calls })
          }
        }
      : {
          response: join('response'),
          ...(thought !== '' && { thinking: thought })
        })
  };
}
