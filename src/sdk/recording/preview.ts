import { headOf } from '../../bundle/text';
import type { JsonText } from '../../bundle/types';
import { spacedJson } from './spaced-json';

/** Characters that MLflow keeps of a preview. */
export const PREVIEW_LENGTH = 1000;

/** Characters that MLflow keeps of a metadata value. */
export const METADATA_LENGTH = 250;

/** Longer inputs and outputs are not searched for messages; their text starts the preview. */
const MAX_PARSED_LENGTH = 1_000_000;

type Members = Readonly<Record<string, unknown>>;

/** The text within `limit` characters, its end replaced by "..." when it is longer. */
export function cutText(text: string, limit: number): string {
  return text.length <= limit ? text : `${headOf(text, limit - 3)}...`;
}

/**
 * What a list of traces shows of inputs or outputs: the last message of `role` when they are a chat, the JSON text
 * otherwise (MLflow 3.17, `tracing/utils/truncation.py`). At most a little over `PREVIEW_LENGTH` unless it is a message.
 */
export function previewOf(
  json: JsonText | undefined,
  role: 'user' | 'assistant'
): string | undefined {
  if (json === undefined) {
    return undefined;
  }
  const message =
    json.startsWith('{') && json.length <= MAX_PARSED_LENGTH
      ? lastMessageText(JSON.parse(json), role)
      : undefined;
  return message || spacedJson(json, PREVIEW_LENGTH + 1);
}

function lastMessageText(value: unknown, role: string): string | undefined {
  const messages = messagesOf(value);
  const message =
    messages.filter(each => each['role'] === role).at(-1) ?? messages.at(-1);
  return message === undefined ? undefined : contentText(message['content']);
}

/** The messages of OpenAI's chat and responses dialects, requests and answers. */
function messagesOf(value: unknown): readonly Members[] {
  if (!isMembers(value)) {
    return [];
  }
  const { messages, choices, input, output, request } = value;
  if (isFilled(messages)) {
    return messages.filter(isMessage);
  }
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  if (isMembers(choice) && isMessage(choice['message'])) {
    return [choice['message']];
  }
  if (isFilled(input)) {
    return input.filter(isMessage);
  }
  if (isFilled(output)) {
    return output.filter(isMessage);
  }
  return messagesOf(request);
}

function contentText(content: unknown): string | undefined {
  if (typeof content === 'string' || !Array.isArray(content)) {
    return typeof content === 'string' ? content : undefined;
  }
  for (const part of content) {
    if (typeof part === 'string') {
      return part;
    }
    if (
      isMembers(part) &&
      (part['type'] === 'text' || part['type'] === 'output_text')
    ) {
      return typeof part['text'] === 'string' ? part['text'] : undefined;
    }
  }
  return undefined;
}

function isFilled(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function isMessage(value: unknown): value is Members {
  return isMembers(value) && 'role' in value && 'content' in value;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
