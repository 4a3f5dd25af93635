import { AttributeKey } from '../recording/attribute-keys';
import { SpanType } from '../recording/span-type';
import { messageOfEvents } from './anthropic/stream';
import type { AutologSettings, Integration } from './integration';
import type { CallDescription, CallResult } from './calls/library-call';
import { chatTool } from './calls/members';
import { isObject, valueAt, type Undo } from './patching/patch';
import { countAt, textAt } from './calls/read';
import { Refusal } from './calls/refusal';
import { secretsOf, withoutAccess } from './calls/secrets';
import {
  traceMethod,
  traceRetries,
  type StainlessCall
} from './calls/stainless';

const CLASSES = ['Anthropic', 'default'] as const;

/** Anthropic's client; those for Bedrock and Vertex have the same resources. */
export const anthropic: Integration = {
  name: 'anthropic',
  modules: ['@anthropic-ai/sdk'],
  patch: (subject, settings) =>
    [subject, ...CLASSES.map(key => valueAt(subject, key))]
      .map(candidate => patchOne(candidate, settings))
      .find(done => done.length > 0)
};

function patchOne(
  subject: unknown,
  settings: () => AutologSettings
): readonly (Undo | undefined)[] {
  const owners = [
    ownerOf(subject, ['Messages'], ['messages']),
    ownerOf(subject, ['Beta', 'Messages'], ['beta', 'messages'])
  ].filter(isObject);
  const client = valueAt(subject, 'prototype') ?? subject;
  return owners.length === 0
    ? []
    : [
        ...owners.map(owner => traceMethod(owner, 'create', CALL, settings)),
        traceRetries(client)
      ];
}

function ownerOf(
  subject: unknown,
  onClass: readonly string[],
  onClient: readonly string[]
): unknown {
  const resource = valueAt(subject, ...onClient);
  const owner =
    valueAt(subject, ...onClass, 'prototype') ??
    (isObject(resource) ? Reflect.getPrototypeOf(resource) : undefined);
  const isMessages =
    typeof valueAt(owner, 'create') === 'function' &&
    typeof valueAt(owner, 'stream') === 'function';
  return isMessages ? owner : undefined;
}

const CALL: StainlessCall = {
  describe,
  result: answered,
  streamed: events => answered(messageOfEvents(events))
};

function describe(
  resource: unknown,
  [body, options]: readonly unknown[]
): CallDescription {
  const request = isObject(body) ? withoutServerAccess(body) : {};
  const tools = toolsOf(valueAt(request, 'tools'));
  return {
    name: 'Messages.create',
    spanType: SpanType.CHAT_MODEL,
    inputs: request,
    attributes: {
      [AttributeKey.messageFormat]: 'anthropic',
      ...(tools.length > 0 && { [AttributeKey.chatTools]: tools }),
      [AttributeKey.model]: valueAt(request, 'model'),
      [AttributeKey.provider]: 'anthropic'
    },
    secrets: () => secretsOf(resource, options),
    isToken: event => valueAt(event, 'type') === 'content_block_delta'
  };
}

/** A request without what lets Anthropic into servers of the user's. */
function withoutServerAccess(request: object): object {
  const servers = valueAt(request, 'mcp_servers');
  return Array.isArray(servers)
    ? { ...request, mcp_servers: servers.map(withoutAccess) }
    : request;
}

function answered(message: unknown): CallResult {
  const usage = usageOf(valueAt(message, 'usage'));
  return {
    outputs: message,
    attributes: usage && { [AttributeKey.tokenUsage]: usage },
    failure:
      valueAt(message, 'stop_reason') === 'refusal'
        ? new Refusal(refusalIn(message))
        : undefined
  };
}

/** What a message says of a refusal, of those that say more than that there was one. */
function refusalIn(message: unknown): string {
  return (
    textAt(message, 'stop_details', 'explanation') ||
    textAt(message, 'stop_reason')
  );
}

/** Anthropic counts what the cache gave and took apart from the input; MLflow counts it in, as OpenAI does. */
function usageOf(usage: unknown): object | undefined {
  const input = valueAt(usage, 'input_tokens');
  if (typeof input !== 'number') {
    return undefined;
  }
  const read = countAt(usage, 'cache_read_input_tokens');
  const created = countAt(usage, 'cache_creation_input_tokens');
  const anHour = countAt(usage, 'cache_creation', 'ephemeral_1h_input_tokens');
  const all = input + (read ?? 0) + (created ?? 0);
  const output = countAt(usage, 'output_tokens') ?? 0;
  return {
    input_tokens: all,
    output_tokens: output,
    total_tokens: all + output,
    ...(read !== undefined && { cache_read_input_tokens: read }),
    ...(created !== undefined && { cache_creation_input_tokens: created }),
    ...(anHour !== undefined && {
      cache_creation_input_tokens_above_1hr: anHour
    })
  };
}

/** In OpenAI's form; tools that run at Anthropic have a name and no schema. */
export function toolsOf(tools: unknown): readonly object[] {
  return Array.isArray(tools) ? tools.filter(isObject).map(toolOf) : [];
}

function toolOf(tool: object): object {
  return valueAt(tool, 'function') !== undefined
    ? tool // LangChain has them in either form
    : chatTool(
        valueAt(tool, 'name') ?? valueAt(tool, 'type'),
        valueAt(tool, 'description'),
        valueAt(tool, 'input_schema')
      );
}
