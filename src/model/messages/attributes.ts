import type { SpanDetail } from '../types';
import { messageOf, messagesOf } from './message';
import { partsOf } from './parts';
import { answeredBy, askedBy, questionIn } from './payloads';
import { itemsOf, membersOf, parsedIfJson, textOf, type Json } from './read';
import type { ChatMessage } from './types';
import { unflattened } from './unflatten';

/** What one place of a span says of the conversation. */
export type Conversation = {
  readonly asked?: readonly ChatMessage[] | undefined;
  readonly answered?: readonly ChatMessage[] | undefined;
};

/** The places besides inputs and outputs that hold conversations, in order of precedence. */
export const ATTRIBUTE_SOURCES: readonly ((
  detail: SpanDetail
) => Conversation)[] = [
  ({ attributes }) => ({
    // MLflow's own attribute holds question and answer.
    asked: messagesOf(parsedIfJson(attributes['mlflow.chat.messages']))
  }),
  ({ attributes }) => genAi(attributes),
  ({ attributes }) => openInference(attributes),
  ({ attributes }) => vercel(attributes),
  ({ attributes }) => traceloop(attributes),
  ({ attributes }) => ({
    asked: askedBy(attributes['input.value']),
    answered: answeredBy(attributes['output.value'])
  }),
  genAiEvents
];

/** OpenTelemetry's semantic conventions for generative AI, 1.37 and later. */
function genAi(attributes: Json): Conversation {
  const system = partsOf(
    parsedIfJson(attributes['gen_ai.system_instructions'])
  );
  const asked = messagesOf(parsedIfJson(attributes['gen_ai.input.messages']));
  return {
    asked:
      asked && system.length > 0
        ? [{ role: 'system', parts: system }, ...asked]
        : asked,
    answered: messagesOf(parsedIfJson(attributes['gen_ai.output.messages']))
  };
}

/** OpenInference: `llm.input_messages.0.message.content`, contents and tool calls likewise. */
function openInference(attributes: Json): Conversation {
  const read = (prefix: string): readonly ChatMessage[] | undefined => {
    const messages = itemsOf(unflattened(attributes, prefix)).map(entry => {
      const message = membersOf(membersOf(entry)['message']);
      return {
        ...message,
        ...(Array.isArray(message['contents'])
          ? { contents: message['contents'].map(contentOf) }
          : {})
      };
    });
    return messagesOf(messages);
  };
  return {
    asked: read('llm.input_messages'),
    answered: read('llm.output_messages')
  };
}

/** `{message_content: {type: 'image', image: {image: {url}}}}` → `{type: 'image', url}`. */
function contentOf(entry: unknown): unknown {
  const content = membersOf(membersOf(entry)['message_content']);
  const image = membersOf(membersOf(content['image'])['image']);
  return 'url' in image ? { type: 'image', url: image['url'] } : content;
}

/** Telemetry of Vercel's AI SDK: the prompt as one text of JSON, or its messages; the response in members. */
function vercel(attributes: Json): Conversation {
  const response = Object.fromEntries(
    Object.entries(attributes)
      .filter(([key]) => key.startsWith('ai.response.'))
      .map(([key, value]) => [key.slice('ai.response.'.length), value])
  );
  return {
    asked:
      messagesOf(parsedIfJson(attributes['ai.prompt.messages'])) ??
      askedBy(attributes['ai.prompt']) ??
      questionIn(attributes['ai.prompt']),
    answered: answeredBy(response)
  };
}

/** Traceloop, and OpenTelemetry's conventions before events: `gen_ai.prompt.0.role`. */
function traceloop(attributes: Json): Conversation {
  const read = (prefix: string): readonly ChatMessage[] | undefined =>
    messagesOf(
      itemsOf(unflattened(attributes, prefix)).map(entry => {
        const message = membersOf(entry);
        return { ...message, content: parsedIfJson(message['content']) };
      })
    );
  return { asked: read('gen_ai.prompt'), answered: read('gen_ai.completion') };
}

/** The event holds the attributes of a conversation when they were not put on the span. */
const DETAILS = 'gen_ai.client.inference.operation.details';

/** OpenTelemetry's events, 1.28 to 1.36: one for each message, and `gen_ai.choice` for the answer. */
function genAiEvents({ events }: SpanDetail): Conversation {
  const details = events.find(({ name }) => name === DETAILS);
  if (details) {
    return genAi(details.attributes);
  }
  const asked: ChatMessage[] = [];
  const answered: ChatMessage[] = [];
  for (const { name, attributes } of events) {
    const role = /^gen_ai\.(system|user|assistant|tool)\.message$/.exec(name);
    if (role) {
      asked.push(...said(attributes, role[1] ?? ''));
    } else if (name === 'gen_ai.choice') {
      const message = parsedIfJson(attributes['message']);
      answered.push(
        ...said({ ...attributes, ...membersOf(message) }, 'assistant')
      );
    } else if (name === 'gen_ai.content.prompt') {
      asked.push(
        ...(messagesOf(parsedIfJson(attributes['gen_ai.prompt'])) ?? [])
      );
    } else if (name === 'gen_ai.content.completion') {
      answered.push(
        ...(messagesOf(parsedIfJson(attributes['gen_ai.completion'])) ?? [])
      );
    }
  }
  return { asked, answered };
}

function said(attributes: Json, role: string): readonly ChatMessage[] {
  const body = membersOf(
    parsedIfJson(attributes['body'] ?? attributes['event.body'])
  );
  const message = messageOf({
    role,
    ...attributes,
    ...body,
    content: parsedIfJson(attributes['content'] ?? body['content']),
    tool_calls: parsedIfJson(attributes['tool_calls'] ?? body['tool_calls']),
    // The id of a tool's message is that of the call it answers.
    ...(role === 'tool'
      ? { tool_call_id: textOf(attributes['id'] ?? body['id']) }
      : {})
  });
  return message ? [message] : [];
}
