import { lastOf, membersOf, without } from '../calls/members';
import { addDelta, type Whole } from './delta';
import { isObject, valueAt } from '../patching/patch';
import { listAt, textAt } from '../calls/read';

/** A choice while its deltas come in. */
type Choice = {
  readonly index: number;
  readonly message: Whole;
  readonly logprobs: Whole;
  finishReason: unknown;
  /** Of the legacy API, whose choices are plain text. */
  text: string | undefined;
};

/**
 * The completion that the chunks of a stream make up, as the API gives it when it is not streamed; tool calls in full,
 * which Python's MLflow loses.
 */
export function completionOf(chunks: readonly unknown[]): object {
  const members = lastOf(chunks);
  return {
    ...members,
    object: wholeOf(members['object']),
    choices: choicesOf(chunks)
      .sort((a, b) => a.index - b.index)
      .map(choiceOf)
  };
}

/** One chunk that says what these say. */
export function joinedChunk(chunks: readonly unknown[]): object {
  return { ...lastOf(chunks), choices: choicesOf(chunks).map(partOf) };
}

function choicesOf(chunks: readonly unknown[]): Choice[] {
  const choices = new Map<number, Choice>();
  for (const chunk of chunks) {
    for (const choice of listAt(chunk, 'choices')) {
      addChoice(choices, choice);
    }
  }
  return [...choices.values()];
}

/** False for a chunk that says no more than who speaks, why he stops, or what it took. */
export function isTokenOfChat(chunk: unknown): boolean {
  return listAt(chunk, 'choices').some(
    choice =>
      textAt(choice, 'text') !== '' || bringsToken(valueAt(choice, 'delta'))
  );
}

function bringsToken(delta: unknown): boolean {
  return Object.entries(membersOf(delta)).some(
    ([key, value]) => key !== 'role' && value !== null && value !== ''
  );
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
  addDelta(choice.logprobs, valueAt(part, 'logprobs'));
  const text = valueAt(part, 'text');
  if (typeof text === 'string') {
    choice.text = (choice.text ?? '') + text;
  }
  addDelta(choice.message, valueAt(part, 'delta'));
}

function newChoice(index: number): Choice {
  return {
    index,
    message: {},
    logprobs: {},
    finishReason: null,
    text: undefined
  };
}

/** A choice as one delta. */
function partOf({
  index,
  message,
  logprobs,
  finishReason,
  text
}: Choice): object {
  return { index, delta: message, logprobs, finish_reason: finishReason, text };
}

function choiceOf(choice: Choice): object {
  const { index, finishReason, message, text } = choice;
  const logprobs =
    Object.keys(choice.logprobs).length > 0 ? choice.logprobs : null;
  const common = { index, finish_reason: finishReason, logprobs };
  if (text !== undefined) {
    return { ...common, text };
  }
  const calls = listAt(message, 'tool_calls');
  return {
    ...common,
    message: {
      role: 'assistant',
      content: null,
      ...message,
      ...(calls.length > 0 && { tool_calls: toolCallsOf(calls) })
    }
  };
}

/** In their order, which the API tells while it streams only; some servers tell no type either. */
function toolCallsOf(calls: readonly unknown[]): readonly object[] {
  return calls
    .filter(isObject)
    .sort((one, other) => placeOf(one) - placeOf(other))
    .map(call => ({ type: 'function', ...membersOf(without(call, 'index')) }));
}

function placeOf(call: object): number {
  return Number(valueAt(call, 'index') ?? 0);
}
