import { isList, isObject, type Unknown } from '../../../bundle/read-json';
import {
  blobPart,
  objectsOf,
  otherPart,
  textOr,
  textPart,
  toolCallPart,
  toolResultPart,
  type Dialect,
  type Message,
  type Part
} from './parts';

/** OpenAI's chat completions, and whatever speaks like them. */
export const chatDialect: Dialect = {
  inputMessages: ({ messages }) =>
    isList(messages)
      ? objectsOf(messages)
          .filter(({ role }) => role !== 'system')
          .map(messageOf)
      : undefined,
  systemParts: ({ messages }) => {
    const parts = objectsOf(messages)
      .filter(
        ({ role, content }) => role === 'system' && typeof content === 'string'
      )
      .map(({ content }) => textPart(content));
    return parts.length === 0 ? undefined : parts;
  },
  outputMessages: ({ choices }) =>
    isList(choices) ? objectsOf(choices).map(choiceMessage) : undefined,
  parameters: inputs => inputs,
  tools: flatTools,
  finishReasons: ({ choices }) =>
    objectsOf(choices)
      .map(({ finish_reason: reason }) => reason)
      .filter(reason => typeof reason === 'string')
};

/** OpenAI's Responses API. */
export const responsesDialect: Dialect = {
  inputMessages: ({ input }) => {
    if (typeof input === 'string') {
      return [{ role: 'user', parts: [textPart(input)] }];
    }
    return isList(input) ? objectsOf(input).map(itemMessage) : undefined;
  },
  systemParts: ({ instructions }) =>
    typeof instructions === 'string' && instructions !== ''
      ? [textPart(instructions)]
      : undefined,
  outputMessages: ({ output, status }) =>
    isList(output)
      ? objectsOf(output).map(item => ({
          ...outputMessage(item),
          ...(typeof status === 'string' && { finish_reason: status })
        }))
      : undefined,
  parameters: inputs => inputs,
  tools: flatTools,
  finishReasons: ({ status }) => (typeof status === 'string' ? [status] : [])
};

function choiceMessage({
  message,
  delta,
  finish_reason: reason
}: Unknown): Message {
  const given = isObject(message) ? message : isObject(delta) ? delta : {};
  return {
    ...messageOf(given),
    ...(typeof reason === 'string' && { finish_reason: reason })
  };
}

function messageOf(message: Unknown): Message {
  const role = textOr(message['role'], 'user');
  const parts = [...partsOf(message), ...toolCalls(message)];
  const { tool_call_id: toolId } = message;
  return toolId === undefined || toolId === null
    ? { role, parts }
    : { role, parts: [toolResultPart(toolId, parts[0]?.['content'] ?? null)] };
}

/** A spoken answer has no content, but what was said in words. */
function partsOf({ content, audio }: Unknown): readonly Part[] {
  const parts = contentParts(content);
  return parts.length === 0 &&
    isObject(audio) &&
    typeof audio['transcript'] === 'string'
    ? [textPart(audio['transcript'])]
    : parts;
}

function contentParts(content: unknown): readonly Part[] {
  if (isList(content)) {
    return content.map(item =>
      isObject(item) ? partOf(item) : otherPart(item)
    );
  }
  if (content === undefined || content === null) {
    return [];
  }
  return [
    textPart(typeof content === 'string' ? content : JSON.stringify(content))
  ];
}

function partOf(item: Unknown): Part {
  const { type, text, image_url: image, input_audio: audio } = item;
  if (type === 'text' || type === 'input_text') {
    return textPart(text);
  }
  const url = isObject(image) ? image['url'] : image;
  if (
    (type === 'image_url' || type === 'input_image') &&
    typeof url === 'string'
  ) {
    return imagePart(url);
  }
  return type === 'input_audio' && isObject(audio)
    ? blobPart(
        'audio',
        `audio/${textOr(audio['format'], 'wav')}`,
        audio['data']
      )
    : otherPart(item);
}

function imagePart(url: string): Part {
  const [header = '', ...rest] = url.split(',');
  return url.startsWith('data:')
    ? blobPart(
        'image',
        header.replace(/^data:/, '').replace(/;base64$/, ''),
        rest.join(',')
      )
    : { type: 'uri', modality: 'image', uri: url };
}

function toolCalls({ tool_calls: calls }: Unknown): readonly Part[] {
  return objectsOf(calls).map(({ id, function: called }) => {
    const { name, arguments: args = '{}' } = isObject(called) ? called : {};
    return toolCallPart(id, name, args);
  });
}

function itemMessage(item: Unknown): Message {
  return item['type'] === 'function_call_output'
    ? {
        role: 'tool',
        parts: [toolResultPart(item['call_id'], item['output'])]
      }
    : (callMessage(item) ?? messageOf(item));
}

function callMessage(item: Unknown): Message | undefined {
  const { type, call_id: id, name, arguments: args } = item;
  return type === 'function_call'
    ? { role: 'assistant', parts: [toolCallPart(id, name, args)] }
    : undefined;
}

function outputMessage(item: Unknown): Message {
  if (item['type'] === 'message') {
    return {
      role: textOr(item['role'], 'assistant'),
      parts: objectsOf(item['content']).map(content =>
        content['type'] === 'output_text'
          ? textPart(content['text'])
          : otherPart(content)
      )
    };
  }
  return callMessage(item) ?? { role: 'assistant', parts: [otherPart(item)] };
}

function flatTools({ tools }: Unknown): readonly unknown[] | undefined {
  return isList(tools)
    ? objectsOf(tools).map(({ type = 'function', function: fn, ...rest }) => ({
        type,
        ...(isObject(fn) ? fn : rest)
      }))
    : undefined;
}
