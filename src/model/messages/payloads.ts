import { messageOf, messagesOf } from './message';
import { partsOf } from './parts';
import {
  isJson,
  isThere,
  itemsOf,
  membersOf,
  parsedIfJson,
  textAt,
  textOf,
  valueAt,
  type Json
} from './read';
import { callOf } from './tool-parts';
import type { ChatMessage, ChatPart } from './types';

/** Where the arguments of a call hold the conversation, by provider and in order of precedence. */
const LISTS = [
  'messages',
  'message',
  'contents',
  'input',
  'prompt',
  'history',
  'chat_history',
  'chatHistory',
  'conversation'
];

/** The new question beside a history, or alone where the answer is a message. */
const QUESTIONS = [
  'message',
  'input',
  'prompt',
  'contents',
  'question',
  'query',
  'q',
  'text',
  'content'
];

/** Objects that wrap the arguments: Bedrock's body, a function's parameter, LangChain's `invoke({input: …})`. */
const WRAPPERS = [
  'input',
  'inputs',
  'request',
  'params',
  'body',
  'kwargs',
  'args',
  'options',
  'prompt',
  'data',
  'payload'
];

const MAX_WRAPPERS = 3;

/** What was said before the call: its system prompt and messages; `undefined` when there are no messages. */
export function askedBy(
  inputs: unknown,
  depth = 0
): readonly ChatMessage[] | undefined {
  const value = parsedIfJson(inputs);
  if (Array.isArray(value)) {
    return messagesOf(value) ?? unwrapped(value, depth);
  }
  if (!isJson(value)) {
    return undefined;
  }
  const own = messageOf(value);
  if (own) {
    return [own];
  }
  const listed = LISTS.map(key => ({ key, found: listedIn(value[key]) })).find(
    ({ found }) => found !== undefined
  );
  if (!listed?.found) {
    return unwrapped(
      WRAPPERS.map(key => value[key]),
      depth
    );
  }
  const asked = questionOf(value, listed.key);
  return [...systemOf(value), ...listed.found, ...asked];
}

/** A plain question as a message of the user, for spans that are known to ask a model. */
export function questionIn(
  inputs: unknown
): readonly ChatMessage[] | undefined {
  const value = parsedIfJson(inputs);
  const text = textOf(value);
  if (text !== undefined) {
    return [{ role: 'user', parts: partsOf(text) }];
  }
  const asked = questionOf(membersOf(value), '');
  return asked.length > 0
    ? [...systemOf(membersOf(value)), ...asked]
    : undefined;
}

/** A list of messages; Gemini's parts without a role are the user's. */
function listedIn(value: unknown): readonly ChatMessage[] | undefined {
  const list = parsedIfJson(value);
  if (isJson(list)) {
    const message = messageOf(list);
    return message ? [message] : undefined;
  }
  return messagesOf(list);
}

function unwrapped(
  values: readonly unknown[],
  depth: number
): readonly ChatMessage[] | undefined {
  if (depth >= MAX_WRAPPERS) {
    return undefined;
  }
  for (const value of values) {
    const found =
      isThere(value) && typeof parsedIfJson(value) === 'object'
        ? askedBy(value, depth + 1)
        : undefined;
    if (found) {
      return found;
    }
  }
  return undefined;
}

function questionOf(value: Json, takenKey: string): readonly ChatMessage[] {
  const key = QUESTIONS.find(
    name => name !== takenKey && textOf(value[name]) !== undefined
  );
  return key === undefined
    ? []
    : [{ role: 'user', parts: partsOf(value[key]) }];
}

/** Anthropic's and Bedrock's `system`, OpenAI's `instructions`, Gemini's `systemInstruction`. */
function systemOf(value: Json): readonly ChatMessage[] {
  const config = membersOf(value['config']);
  const system =
    valueAt(
      value,
      'system',
      'instructions',
      'systemInstruction',
      'system_instruction',
      'systemPrompt'
    ) ?? valueAt(config, 'systemInstruction', 'system_instruction');
  const said =
    isJson(system) && Array.isArray(system['parts']) ? system['parts'] : system;
  const parts = partsOf(said);
  return parts.length > 0 ? [{ role: 'system', parts }] : [];
}

/** What the call brought forth, whatever surrounds the messages; `undefined` when there are none. */
export function answeredBy(
  outputs: unknown,
  depth = 0
): readonly ChatMessage[] | undefined {
  const value = parsedIfJson(outputs);
  if (Array.isArray(value)) {
    return messagesOf(value);
  }
  if (!isJson(value)) {
    return undefined;
  }
  for (const read of ANSWERS) {
    const found = read(value, depth);
    if (found && found.length > 0) {
      return found;
    }
  }
  return undefined;
}

type Read = (value: Json, depth: number) => readonly ChatMessage[] | undefined;

/** Bare content of the assistant. */
function assistant(content: unknown): readonly ChatMessage[] {
  const parts = partsOf(content);
  return parts.length > 0 ? [{ role: 'assistant', parts }] : [];
}

/** OpenAI's chat completions, and the texts of its older completions. */
const choices: Read = value =>
  itemsOf(value['choices']).flatMap(choice => {
    const { message, delta, text } = membersOf(choice);
    const parsed = membersOf(message)['parsed'];
    const found = messageOf({
      role: 'assistant',
      ...membersOf(message ?? delta)
    });
    return message === undefined && delta === undefined
      ? assistant(text)
      : found
        ? [isThere(parsed) ? withParsed(found, parsed) : found]
        : [];
  });

/** A structured output stands for the text that it was parsed from. */
function withParsed(message: ChatMessage, value: unknown): ChatMessage {
  const parts = message.parts.filter(({ kind }) => kind !== 'text');
  return { ...message, parts: [...parts, { kind: 'data', value }] };
}

/** OpenAI's responses, as items; Bedrock's, as one message. */
const output: Read = value => {
  const found = value['output'];
  return Array.isArray(found)
    ? messagesOf(found)
    : listedIn(membersOf(found)['message'] ?? found);
};

const candidates: Read = value =>
  itemsOf(value['candidates']).flatMap(candidate => {
    const { content } = membersOf(candidate);
    return isJson(content)
      ? [messageOf({ role: 'model', ...content }) ?? []].flat()
      : assistant(content);
  });

/** LangChain's results: generations by prompt, each with its message or its text. */
const generations: Read = value =>
  itemsOf(value['generations'])
    .flat()
    .flatMap(generation => {
      const { message, text } = membersOf(generation);
      return [messageOf(message) ?? assistant(text)].flat();
    });

/** Vercel's results: the messages of its response, else what stands beside each other in it. */
const vercel: Read = value => {
  const messages = messagesOf(
    parsedIfJson(
      valueAt(membersOf(value['response']), 'messages') ?? value['messages']
    )
  );
  if (messages) {
    return messages;
  }
  const object = parsedIfJson(value['object']);
  const text = textOf(value['text']);
  const calls = itemsOf(parsedIfJson(value['toolCalls'])).map(callOf);
  if (!('text' in value || 'toolCalls' in value || 'object' in value)) {
    return undefined;
  }
  const thought = textAt(value, 'reasoningText', 'reasoning');
  const parts: readonly ChatPart[] = [
    ...(thought === undefined
      ? []
      : [{ kind: 'reasoning', text: thought } as const]),
    ...(isJson(object)
      ? [{ kind: 'data', value: object } as const]
      : partsOf(text)),
    ...calls.filter(call => call !== undefined)
  ];
  return parts.length > 0 ? [{ role: 'assistant', parts }] : undefined;
};

const ANSWERS: readonly Read[] = [
  choices,
  output,
  candidates,
  generations,
  value => [messageOf(value) ?? []].flat(),
  value => listedIn(value['message']),
  (value, depth) =>
    isJson(value['response']) && depth < MAX_WRAPPERS
      ? answeredBy(value['response'], depth + 1)
      : undefined,
  vercel,
  value =>
    value['type'] === 'message' || 'stop_reason' in value
      ? assistant(value['content'])
      : undefined,
  value => assistant(textAt(value, 'output_text')),
  value =>
    assistant(
      textAt(
        value,
        'response',
        'completion',
        'generated_text',
        'answer',
        'content'
      )
    )
];
