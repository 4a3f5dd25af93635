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

/** The Converse API of Amazon Bedrock. */
export const bedrockDialect: Dialect = {
  inputMessages: ({ messages }) =>
    isList(messages) ? objectsOf(messages).map(messageOf) : undefined,
  systemParts: ({ system }) => {
    const parts = objectsOf(system)
      .filter(({ text }) => typeof text === 'string' && text !== '')
      .map(({ text }) => textPart(text));
    return parts.length === 0 ? undefined : parts;
  },
  outputMessages: ({ output }) =>
    isObject(output) && isObject(output['message'])
      ? [messageOf(output['message'])]
      : undefined,
  parameters: ({ inferenceConfig: config }) => {
    const { temperature, maxTokens, topP, stopSequences } = isObject(config)
      ? config
      : {};
    return {
      temperature,
      max_tokens: maxTokens,
      top_p: topP,
      stop: stopSequences
    };
  },
  tools: ({ toolConfig: config }) =>
    isObject(config) && isList(config['tools'])
      ? objectsOf(config['tools']).flatMap(flatTool)
      : undefined,
  finishReasons: () => []
};

function messageOf({ role, content }: Unknown): Message {
  const blocks = objectsOf(content);
  const isResult = blocks.some(({ toolResult }) => isObject(toolResult));
  return {
    role: isResult ? 'tool' : textOr(role, 'user'),
    parts: blocks.flatMap(partsOf)
  };
}

function partsOf(block: Unknown): readonly Part[] {
  const { text, toolUse: use, toolResult: result, image } = block;
  if ('text' in block) {
    return [textPart(text)];
  }
  if (isObject(use)) {
    return [toolCallPart(use['toolUseId'], use['name'], use['input'] ?? {})];
  }
  if (isObject(result)) {
    return [toolResultPart(result['toolUseId'], resultOf(result['content']))];
  }
  return isObject(image) ? [imagePart(image)] : [];
}

function resultOf(content: unknown): string | null {
  const texts = objectsOf(content).flatMap(({ json, text }) => {
    if (json !== undefined && json !== null) {
      return [JSON.stringify(json)];
    }
    return typeof text === 'string' && text !== '' ? [text] : [];
  });
  const [first = null] = texts;
  return texts.length > 1 ? JSON.stringify(texts) : first;
}

function imagePart(image: Unknown): Part {
  const { format, source } = image;
  const bytes = isObject(source) ? source['bytes'] : undefined;
  return typeof bytes === 'string'
    ? blobPart('image', `image/${textOr(format, 'png')}`, bytes)
    : otherPart(image);
}

function flatTool({ toolSpec: spec }: Unknown): readonly unknown[] {
  if (!isObject(spec)) {
    return [];
  }
  const { name, description, inputSchema: schema } = spec;
  return [
    {
      type: 'function',
      name,
      ...(description !== undefined && { description }),
      ...(isObject(schema) && { parameters: schema['json'] ?? null })
    }
  ];
}
