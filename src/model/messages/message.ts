import { present } from '../../bundle/present';
import { mediaOfMembers } from './media';
import { partsOf } from './parts';
import {
  isJson,
  isThere,
  itemsOf,
  membersOf,
  textAt,
  textOf,
  type Json
} from './read';
import { callOf, resultOf } from './tool-parts';
import type { ChatMessage, ChatPart, ChatRole } from './types';

const ROLES: ReadonlyMap<string, ChatRole> = new Map([
  ...['system', 'developer', 'systemmessage', 'systemmessagechunk'].map(
    name => [name, 'system'] as const
  ),
  ...['user', 'human', 'humanmessage', 'humanmessagechunk'].map(
    name => [name, 'user'] as const
  ),
  ...['assistant', 'ai', 'model', 'chatbot', 'aimessage', 'aimessagechunk'].map(
    name => [name, 'assistant'] as const
  ),
  ...[
    'tool',
    'function',
    'toolmessage',
    'toolmessagechunk',
    'functionmessage',
    'ipython'
  ].map(name => [name, 'tool'] as const)
]);

/** A message says something by one of these; a record with a role and none of them is something else. */
const CONTENT_KEYS = [
  'content',
  'contents',
  'parts',
  'blocks',
  'tool_calls',
  'toolCalls',
  'function_call',
  'refusal',
  'audio',
  'text'
];

/**
 * One message in any dialect; `undefined` when the value is none: it needs a role that is known, or one of
 * LangChain's classes, and something that it says.
 */
export function messageOf(value: unknown): ChatMessage | undefined {
  const message = plainForm(value);
  const role = roleOf(message);
  if (role === undefined || !CONTENT_KEYS.some(key => key in message)) {
    return undefined;
  }
  const name = textAt(message, 'name', 'author_name');
  const parts =
    role === 'tool' && !holdsResults(message)
      ? [resultOf(message, saidBy(message), message['status'] === 'error')]
      : [...thoughtsOf(message), ...saidBy(message), ...callsOf(message)];
  return { role, ...present({ name }), parts: withoutRepeatedCalls(parts) };
}

/** All of them, when each is a message (or an item of OpenAI's responses) and there is one at least. */
export function messagesOf(value: unknown): readonly ChatMessage[] | undefined {
  const items = flatOnce(itemsOf(value));
  const messages = items.map(item => messageOf(item) ?? itemOf(item));
  const known = messages.filter(message => message !== undefined);
  return known.length > 0 && known.length === items.length ? known : undefined;
}

/** LangChain's batches are lists of lists. */
function flatOnce(items: readonly unknown[]): readonly unknown[] {
  return items.every(Array.isArray) ? items.flat() : items;
}

/** An item of OpenAI's responses that is no message: a call, its result, or thinking. */
function itemOf(value: unknown): ChatMessage | undefined {
  const type = textAt(membersOf(value), 'type') ?? '';
  if (
    !/^(reasoning|(function|custom_tool|mcp)_call(_output)?|\w+_call)$/.test(
      type
    )
  ) {
    return undefined;
  }
  const parts = partsOf(value);
  const role = parts.some(({ kind }) => kind === 'result')
    ? 'tool'
    : 'assistant';
  return { role, parts };
}

/**
 * LangChain writes messages as constructors, `{lc, id: […, 'HumanMessage'], kwargs}`, and as `{type: 'human', data}`;
 * OpenInference wraps them in `message`. Its own forms are unwrapped here, all others stay as they are.
 */
function plainForm(value: unknown): Json {
  const outer = membersOf(value);
  if (isThere(outer['lc']) && isJson(outer['kwargs'])) {
    const name = textOf(itemsOf(outer['id']).at(-1)) ?? '';
    return { ...outer['kwargs'], type: name };
  }
  if (isJson(outer['data']) && typeof outer['type'] === 'string') {
    return { ...outer['data'], type: outer['type'] };
  }
  return outer;
}

function roleOf(message: Json): ChatRole | undefined {
  const named =
    textAt(message, 'role') ?? textAt(message, 'type', '_type') ?? '';
  // Python's enums are written as `MessageRole.USER`.
  return ROLES.get(named.toLowerCase().replace(/^.*\./, ''));
}

/** The contents proper, under the names of the dialects. */
function saidBy(message: Json): readonly ChatPart[] {
  const refusal = textAt(message, 'refusal');
  const { parts, blocks, contents, content, audio } = message;
  const said =
    [parts, blocks, contents].find(Array.isArray) ?? content ?? message['text'];
  const heard = isJson(audio) ? mediaOfMembers('audio', audio) : undefined;
  const transcript = textAt(membersOf(audio), 'transcript');
  return [
    ...partsOf(said),
    ...itemsOf(message['experimental_attachments']).flatMap(
      file => mediaOfMembers('file', membersOf(file)) ?? []
    ),
    ...itemsOf(message['images']).flatMap(
      image => mediaOfMembers('image', { image }) ?? []
    ),
    ...(heard ? [heard] : []),
    ...(transcript === undefined ? [] : partsOf(transcript)),
    ...(refusal === undefined
      ? []
      : [{ kind: 'refusal', text: refusal } as const])
  ];
}

/** Thinking that stands beside the content: DeepSeek's and vLLM's, Ollama's, LangChain's. */
function thoughtsOf(message: Json): readonly ChatPart[] {
  const extra = membersOf(message['additional_kwargs']);
  const text =
    textAt(message, 'reasoning_content', 'reasoning', 'thinking') ??
    textAt(extra, 'reasoning_content');
  return text === undefined ? [] : [{ kind: 'reasoning', text }];
}

function callsOf(message: Json): readonly ChatPart[] {
  const extra = membersOf(message['additional_kwargs']);
  const options = membersOf(message['options']); // LlamaIndex.TS
  const lists = [
    message['tool_calls'],
    message['toolCalls'],
    extra['tool_calls'],
    options['toolCall']
  ];
  const calls = lists.flatMap(list => itemsOf(list).map(callOf));
  const old = callOf(message['function_call']);
  return [...calls, old].filter(call => call !== undefined);
}

/** LangChain and Vercel say a call twice: in the content, and beside it. */
function withoutRepeatedCalls(parts: readonly ChatPart[]): ChatPart[] {
  const seen = new Set<string>();
  return parts.filter(part => {
    if (part.kind !== 'call' || part.id === undefined) {
      return true;
    }
    const isNew = !seen.has(part.id);
    seen.add(part.id);
    return isNew;
  });
}

/** Vercel's and GenAI's tool messages consist of results; the others are one result themselves. */
function holdsResults(message: Json): boolean {
  return saidBy(message).some(({ kind }) => kind === 'result');
}
