import { isObject, valueAt } from './patch';
import { listAt, textAt } from './read';

/** A choice while its deltas come in. */
type Choice = {
  readonly index: number;
  message: Record<string, unknown>;
  readonly toolCalls: Map<number, ToolCall>;
  finishReason: unknown;
  logprobs: unknown;
  /** Of the legacy API, whose choices are plain text. */
  text: string | undefined;
};

type ToolCall = {
  id?: unknown;
  type: unknown;
  readonly function: { name: string; arguments: string };
};

/**
 * The completion that the chunks of a stream make up, as the API gives it when it is not streamed; tool calls in full,
 * which Python's MLflow loses.
 */
export function completionOf(chunks: readonly unknown[]): object {
  const choices = new Map<number, Choice>();
  const members: Record<string, unknown> = {};
  for (const chunk of chunks) {
    addMembers(members, chunk);
    for (const choice of listAt(chunk, 'choices')) {
      addChoice(choices, choice);
    }
  }
  const ordered = [...choices.values()].sort((a, b) => a.index - b.index);
  return {
    ...members,
    object: wholeOf(members['object']),
    choices: ordered.map(choiceOf)
  };
}

/** A null says that a chunk knows nothing of it: only one of them has the usage. */
function addMembers(members: Record<string, unknown>, chunk: unknown): void {
  for (const key in Object(chunk)) {
    const value = valueAt(chunk, key);
    if (key !== 'choices' && value !== null && value !== undefined) {
      members[key] = value;
    }
  }
}

/** `chat.completion.chunk` is a part of a `chat.completion`. */
function wholeOf(kind: unknown): unknown {
  return typeof kind === 'string' ? kind.replace(/\.chunk$/, '') : kind;
}

function addChoice(choices: Map<number, Choice>, part: unknown): void {
  const index = Number(valueAt(part, 'index') ?? 0);
  const choice = choices.get(index) ?? newChoice(index);
  choices.set(index, choice);
  choice.finishReason = valueAt(part, 'finish_reason') ?? choice.finishReason;
  choice.logprobs = joinedLogprobs(choice.logprobs, valueAt(part, 'logprobs'));
  const text = valueAt(part, 'text');
  if (typeof text === 'string') {
    choice.text = (choice.text ?? '') + text;
  }
  addDelta(choice, valueAt(part, 'delta'));
}

function newChoice(index: number): Choice {
  return {
    index,
    message: {},
    toolCalls: new Map(),
    finishReason: null,
    logprobs: null,
    text: undefined
  };
}

/** Texts are appended, such as `content`, `refusal` and what some servers call `reasoning_content`. */
function addDelta({ message, toolCalls }: Choice, delta: unknown): void {
  for (const [key, value] of Object.entries(delta ?? {})) {
    const known = message[key];
    if (key === 'tool_calls') {
      for (const part of listAt(delta, key)) {
        addToolCall(toolCalls, part);
      }
    } else if (
      typeof value === 'string' &&
      typeof known === 'string' &&
      key !== 'role'
    ) {
      message[key] = known + value;
    } else if (value !== null && value !== undefined) {
      message[key] = value;
    }
  }
}

function addToolCall(calls: Map<number, ToolCall>, part: unknown): void {
  const index = Number(valueAt(part, 'index') ?? calls.size);
  const call = calls.get(index) ?? {
    type: 'function',
    function: { name: '', arguments: '' }
  };
  calls.set(index, call);
  call.id = valueAt(part, 'id') ?? call.id;
  call.type = valueAt(part, 'type') ?? call.type;
  call.function.name += textAt(part, 'function', 'name');
  call.function.arguments += textAt(part, 'function', 'arguments');
}

function joinedLogprobs(known: unknown, part: unknown): unknown {
  if (!isObject(part)) {
    return known;
  }
  return {
    ...part,
    content: [...listAt(known, 'content'), ...listAt(part, 'content')]
  };
}

function choiceOf(choice: Choice): object {
  const { index, finishReason, logprobs, message, toolCalls, text } = choice;
  const common = { index, finish_reason: finishReason, logprobs };
  if (text !== undefined) {
    return { ...common, text };
  }
  const ordered = [...toolCalls.entries()].sort(([a], [b]) => a - b);
  return {
    ...common,
    message: {
      role: 'assistant',
      content: null,
      ...message,
      ...(ordered.length > 0 && { tool_calls: ordered.map(([, call]) => call) })
    }
  };
}
