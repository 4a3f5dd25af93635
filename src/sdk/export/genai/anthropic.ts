import { isList, isObject, type Unknown } from '../../../bundle/read-json';
import {
  blobPart,
  objectsOf,
  otherPart,
  textOr,
  textPart,
  toolResultPart,
  type Dialect,
  type Message,
  type Part
} from './parts';

/** Anthropic's messages. */
export const anthropicDialect: Dialect = {
  inputMessages: ({ messages }) =>
    isList(messages) ? objectsOf(messages).map(messageOf) : undefined,
  systemParts: ({ system }) => {
    if (typeof system === 'string') {
      return [textPart(system)];
    }
    return isList(system) ? objectsOf(system).map(partOf) : undefined;
  },
  outputMessages: ({ content, role }) =>
    isList(content)
      ? [
          {
            role: textOr(role, 'assistant'),
            parts: objectsOf(content).map(partOf)
          }
        ]
      : undefined,
  parameters: ({ stop_sequences: stop, ...inputs }) =>
    stop === undefined ? inputs : { ...inputs, stop },
  tools: ({ tools }) => (isList(tools) ? tools : undefined),
  finishReasons: () => []
};

/** The result of a tool is a message of the user's here. */
function messageOf({ role, content }: Unknown): Message {
  const parts =
    typeof content === 'string'
      ? [textPart(content)]
      : objectsOf(content).map(partOf);
  const isResult =
    parts.length === 1 && parts[0]?.['type'] === 'tool_call_response';
  return { role: isResult ? 'tool' : textOr(role, 'user'), parts };
}

function partOf(block: Unknown): Part {
  switch (block['type']) {
    case 'text':
      return textPart(block['text'] ?? '');
    case 'image':
    case 'document':
      return filePart(block['type'], block);
    case 'tool_use':
      return {
        type: 'tool_call',
        id: block['id'] ?? '',
        name: block['name'] ?? '',
        arguments: block['input'] ?? null
      };
    case 'tool_result':
      return toolResultPart(block['tool_use_id'] ?? '', block['content'] ?? '');
    default:
      return otherPart(block);
  }
}

function filePart(modality: string, block: Unknown): Part {
  const source = isObject(block['source']) ? block['source'] : {};
  switch (source['type']) {
    case 'base64':
      return blobPart(
        modality,
        source['media_type'] ?? '',
        source['data'] ?? ''
      );
    case 'url':
      return { type: 'uri', modality, uri: source['url'] ?? '' };
    default:
      return otherPart(block);
  }
}
