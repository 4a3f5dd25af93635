import { jsonTextOf } from '../../bundle/json-text';
import { present } from '../../bundle/present';
import type { SpanDetail } from '../types';
import { ATTRIBUTE_SOURCES, type Conversation } from './attributes';
import { joinResults } from './join-results';
import { partsOf } from './parts';
import { answeredBy, askedBy, questionIn } from './payloads';
import {
  isJson,
  itemsOf,
  membersOf,
  parsedIfJson,
  textAt,
  textOf,
  valueAt
} from './read';
import { definitionsOf } from './tool-parts';
import type { Chat, ChatMessage } from './types';

/** Types of spans that talk to a model: for them a plain text in and out is a conversation too. */
const TALKING: ReadonlySet<string> = new Set(['LLM', 'CHAT_MODEL', 'AGENT']);

/**
 * The conversation of a span, in whichever dialect it was recorded; `undefined` when it holds none, so that the view
 * shows inputs and outputs as they are. A span that talks to no model needs two messages: one alone is data that
 * looks like a message. Never throws.
 */
export function chatOf(detail: SpanDetail, spanType: string): Chat | undefined {
  const { asked = [], answered = [] } = conversationOf(detail, spanType);
  const before = asked.filter(hasParts);
  const answer = withoutAsked(before, answered.filter(hasParts));
  const { messages, indexOf } = joinResults([...before, ...answer]);
  if (messages.length < (TALKING.has(spanType) ? 1 : 2)) {
    return undefined;
  }
  return {
    messages,
    answerAt:
      answer.length > 0 ? indexOf(before.length) : answerIn(before, messages),
    tools: toolsOf(detail),
    ...headOf(detail)
  };
}

/** The place that knows most: question and answer before one of them, then the order of precedence. */
function conversationOf(detail: SpanDetail, spanType: string): Conversation {
  const all = [
    fromPayloads(detail, spanType),
    ...ATTRIBUTE_SOURCES.map(read => read(detail))
  ].filter(({ asked, answered }) => asked?.length || answered?.length);
  const whole = all.find(isWhole) ?? {
    asked: all.find(({ asked }) => asked?.length)?.asked,
    answered: all.find(({ answered }) => answered?.length)?.answered
  };
  return whole;
}

function isWhole({ asked, answered }: Conversation): boolean {
  return Boolean(asked?.length && answered?.length);
}

function fromPayloads(detail: SpanDetail, spanType: string): Conversation {
  const inputs = valueOf(detail.inputs);
  const outputs = valueOf(detail.outputs);
  const isTalking = TALKING.has(spanType);
  const asked = askedBy(inputs);
  const answered = answeredBy(outputs);
  const text = textOf(parsedIfJson(outputs));
  return {
    asked: asked ?? (isTalking && answered ? questionIn(inputs) : undefined),
    answered:
      answered ??
      (isTalking && asked && text !== undefined
        ? [{ role: 'assistant', parts: partsOf(text) }]
        : undefined)
  };
}

function valueOf(payload: SpanDetail['inputs']): unknown {
  return payload?.kind === 'json' ? payload.value : undefined;
}

function hasParts({ parts }: ChatMessage): boolean {
  return parts.length > 0;
}

/**
 * The messages of the answer that were not asked with: agents and graphs give back the whole conversation, and
 * MLflow's attribute holds the answer already.
 */
function withoutAsked(
  asked: readonly ChatMessage[],
  answered: readonly ChatMessage[]
): readonly ChatMessage[] {
  const known = asked.map(keyOf);
  const keys = answered.map(keyOf);
  let repeated = 0;
  const plain = known.filter((_, at) => asked[at]?.role !== 'system');
  const start =
    keys.length >= known.length && known.every((key, at) => key === keys[at])
      ? known
      : plain;
  if (start.every((key, at) => key === keys[at])) {
    repeated = start.length;
  }
  const rest = answered.slice(repeated);
  const tail = known.slice(known.length - rest.length);
  const isTail =
    rest.length <= known.length &&
    rest.every((message, at) => keyOf(message) === tail[at]);
  return isTail && repeated === 0 && asked.at(-1)?.role === 'assistant'
    ? []
    : rest;
}

/** Two records of one message agree in this, though their ids and metadata differ. */
function keyOf({ role, parts }: ChatMessage): string {
  return jsonTextOf([role, parts]);
}

/** Where the answer starts when question and answer stand in one list: its last message, if that is the model's. */
function answerIn(
  asked: readonly ChatMessage[],
  messages: readonly ChatMessage[]
): number {
  return asked.at(-1)?.role === 'assistant'
    ? messages.length - 1
    : messages.length;
}

function toolsOf({ inputs, attributes }: SpanDetail): Chat['tools'] {
  const given = membersOf(valueOf(inputs));
  const nested = [given['config'], given['toolConfig'], given['input']].map(
    part => membersOf(part)['tools']
  );
  const places = [
    attributes['mlflow.chat.tools'],
    given['tools'],
    ...nested,
    attributes['gen_ai.tool.definitions'],
    attributes['ai.prompt.tools'],
    given['functions']
  ];
  return (
    places
      .map(place => definitionsOf(parsedIfJson(place)))
      .find(found => found.length > 0) ?? []
  );
}

/** Model, provider and finish reason: from the attributes, else from the answer, else from the question. */
function headOf({ attributes, inputs, outputs }: SpanDetail): Partial<Chat> {
  const given = membersOf(valueOf(inputs));
  const back = membersOf(valueOf(outputs));
  const first = membersOf(itemsOf(back['choices'] ?? back['candidates'])[0]);
  const reasons = parsedIfJson(attributes['gen_ai.response.finish_reasons']);
  const model =
    textAt(
      attributes,
      'mlflow.llm.model',
      'gen_ai.response.model',
      'gen_ai.request.model',
      'llm.model_name',
      'ai.response.model',
      'ai.model.id'
    ) ??
    textAt(back, 'model', 'modelVersion') ??
    textAt(given, 'model', 'modelId');
  const found = {
    model,
    provider: textAt(
      attributes,
      'mlflow.llm.provider',
      'gen_ai.provider.name',
      'gen_ai.system',
      'llm.provider',
      'ai.model.provider'
    ),
    finishReason:
      textAt(first, 'finish_reason', 'finishReason') ??
      textAt(back, 'stop_reason', 'stopReason', 'finishReason') ??
      textOf(itemsOf(reasons)[0]) ??
      textAt(attributes, 'ai.response.finishReason') ??
      textOf(valueAt(membersOf(back['incomplete_details']), 'reason'))
  };
  return isJson(found) ? present(found) : {};
}
