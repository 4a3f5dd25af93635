import { AttributeKey } from '../recording/attribute-keys';
import { SpanType } from '../recording/span-type';
import {
  bodyOf,
  bodyOfChunks,
  messageOfConverse,
  usageIn
} from './bedrock/wire';
import type { AutologSettings, Integration } from './integration';
import type { CallDescription, CallResult } from './calls/library-call';
import { chatTool, membersOf, without } from './calls/members';
import { traceMethodCall, type MethodCall } from './calls/method-call';
import { isObject, valueAt, type Undo } from './patching/patch';
import { base64Of } from './calls/pictures';
import { listAt, textAt } from './calls/read';
import { Refusal } from './calls/refusal';

/** AWS Bedrock's runtime client. All clients of AWS send their commands by the same method: those of Bedrock are told by name. */
export const bedrock: Integration = {
  name: 'bedrock',
  modules: ['@aws-sdk/client-bedrock-runtime'],
  patch: (subject, settings) => {
    const owner = [
      valueAt(subject, 'BedrockRuntimeClient', 'prototype'),
      valueAt(subject, 'default', 'BedrockRuntimeClient', 'prototype'),
      valueAt(subject, 'prototype'),
      subject
    ].find(candidate => typeof valueAt(candidate, 'send') === 'function');
    return owner === undefined ? undefined : patchSend(owner, settings);
  }
};

function patchSend(
  owner: unknown,
  settings: () => AutologSettings
): readonly (Undo | undefined)[] {
  return [traceMethodCall(owner, 'send', SEND, settings)];
}

/** What a command is in MLflow's Python package. */
type Command = {
  readonly name: string;
  readonly isConverse: boolean;
};

const COMMANDS: ReadonlyMap<unknown, Command> = new Map([
  ['ConverseCommand', { name: 'BedrockRuntime.converse', isConverse: true }],
  [
    'ConverseStreamCommand',
    { name: 'BedrockRuntime.converse_stream', isConverse: true }
  ],
  [
    'InvokeModelCommand',
    { name: 'BedrockRuntime.invoke_model', isConverse: false }
  ],
  [
    'InvokeModelWithResponseStreamCommand',
    {
      name: 'BedrockRuntime.invoke_model_with_response_stream',
      isConverse: false
    }
  ]
]);

const SEND: MethodCall = {
  describe: (_client, [command, ...rest]) => {
    const known = COMMANDS.get(valueAt(command, 'constructor', 'name'));
    // With a callback there is no promise to follow.
    return known === undefined || rest.some(arg => typeof arg === 'function')
      ? undefined
      : describe(
          known,
          valueAt(command, 'input'),
          valueAt(rest[0], 'abortSignal')
        );
  },
  result: answered,
  streamsAt: ['stream', 'body'],
  streamed: events =>
    events.some(event => valueAt(event, 'chunk') !== undefined)
      ? withUsage({ body: bodyOfChunks(events) })
      : withUsage(messageOfConverse(events))
};

function describe(
  { name, isConverse }: Command,
  input: unknown,
  signal: unknown
): CallDescription {
  const model = textAt(input, 'modelId');
  const tools = listAt(input, 'toolConfig', 'tools')
    .map(tool => valueAt(tool, 'toolSpec'))
    .filter(isObject);
  return {
    name,
    spanType: typeOf(model, isConverse),
    inputs: isConverse
      ? withPictures(input)
      : { ...(isObject(input) && input), body: bodyOf(valueAt(input, 'body')) },
    attributes: {
      ...(isConverse && {
        ...settingsOf(valueAt(input, 'inferenceConfig')),
        [AttributeKey.messageFormat]: 'bedrock'
      }),
      ...(tools.length > 0 && { [AttributeKey.chatTools]: tools.map(toolOf) }),
      ...(model !== '' && { [AttributeKey.model]: model }),
      [AttributeKey.provider]: providerOf(model)
    },
    secrets: [],
    signal,
    isToken: event => valueAt(event, 'messageStart') === undefined
  };
}

/** The pictures of messages are bytes, which JSON does not know. */
function withPictures(input: unknown): unknown {
  const messages = listAt(input, 'messages');
  return isObject(input) && messages.some(hasPicture)
    ? {
        ...input,
        messages: messages.map(message => ({
          ...membersOf(message),
          content: listAt(message, 'content').map(withPicture)
        }))
      }
    : input;
}

function hasPicture(message: unknown): boolean {
  return listAt(message, 'content').some(
    block => valueAt(block, 'image') !== undefined
  );
}

function withPicture(block: unknown): unknown {
  const image = valueAt(block, 'image');
  return isObject(block) && isObject(image)
    ? {
        ...block,
        image: {
          ...image,
          source: {
            ...membersOf(valueAt(image, 'source')),
            bytes: base64Of(valueAt(image, 'source', 'bytes'))
          }
        }
      }
    : block;
}

function typeOf(model: string, isConverse: boolean): SpanType {
  if (isConverse) {
    return SpanType.CHAT_MODEL;
  }
  return model.includes('embed') ? SpanType.EMBEDDING : SpanType.LLM;
}

function settingsOf(config: unknown): object {
  return isObject(config) ? config : {};
}

/** Of `us.anthropic.claude-…` it is Anthropic: an inference profile begins with the region. */
function providerOf(model: string): string | undefined {
  const parts = model
    .replace(/^.*\//, '')
    .split('.')
    .filter(part => !/^(us|us-gov|eu|apac|jp|au|global)$/.test(part));
  return parts.length > 1 ? parts[0] : undefined;
}

function toolOf(spec: object): object {
  return chatTool(
    valueAt(spec, 'name'),
    valueAt(spec, 'description'),
    valueAt(spec, 'inputSchema', 'json')
  );
}

function answered(answer: unknown): CallResult {
  const body = valueAt(answer, 'body');
  return withUsage(
    body === undefined
      ? without(answer, '$metadata')
      : { contentType: valueAt(answer, 'contentType'), body: bodyOf(body) }
  );
}

function withUsage(outputs: unknown): CallResult {
  const usage = usageIn(outputs);
  return {
    outputs,
    attributes: usage && { [AttributeKey.tokenUsage]: usage },
    failure: refusalIn(outputs)
  };
}

/** Why a model stops that has said nothing of its own. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'guardrail_intervened',
  'content_filtered',
  'refusal'
]);

function refusalIn(outputs: unknown): Error | undefined {
  const reason =
    valueAt(outputs, 'stopReason') ?? valueAt(outputs, 'body', 'stop_reason');
  return REFUSALS.has(reason) ? new Refusal(String(reason)) : undefined;
}
