import { isList, isObject, type Unknown } from '../../../bundle/read-json';
import {
  objectsOf,
  otherPart,
  textOr,
  textPart,
  type Dialect,
  type Message,
  type Part
} from './parts';

/** Google's generative models; their JavaScript library writes camelCase where Python's writes underscores. */
export const geminiDialect: Dialect = {
  inputMessages: ({ contents }) => {
    if (typeof contents === 'string') {
      return [{ role: 'user', parts: [textPart(contents)] }];
    }
    if (!isList(contents)) {
      return undefined;
    }
    const [first] = contents;
    return isObject(first) && 'role' in first
      ? objectsOf(contents).map(contentMessage)
      : [{ role: 'user', parts: contents.map(partOf) }];
  },
  systemParts: inputs => {
    const system = either(configOf(inputs), 'system_instruction');
    if (typeof system === 'string') {
      return [textPart(system)];
    }
    return isObject(system) ? partsOf(system) : undefined;
  },
  outputMessages: ({ candidates }) =>
    isList(candidates)
      ? objectsOf(candidates).map(({ content }) => {
          const given = isObject(content) ? content : {};
          return { role: roleOf(given), parts: partsOf(given) };
        })
      : undefined,
  parameters: inputs => {
    const config = configOf(inputs);
    return {
      temperature: config['temperature'],
      top_p: either(config, 'top_p'),
      max_tokens: either(config, 'max_output_tokens') ?? config['max_tokens'],
      stop: either(config, 'stop_sequences')
    };
  },
  // Its tools may be functions: `mlflow.chat.tools` has their definitions.
  tools: () => undefined,
  finishReasons: () => []
};

function contentMessage(content: Unknown): Message {
  const parts = partsOf(content);
  const isResult =
    parts.length > 0 &&
    parts.every(({ type }) => type === 'tool_call_response');
  return { role: isResult ? 'tool' : roleOf(content), parts };
}

function roleOf({ role }: Unknown): string {
  return role === 'model' ? 'assistant' : textOr(role, 'user');
}

function partsOf({ parts }: Unknown): readonly Part[] {
  return isList(parts) ? parts.map(partOf) : [];
}

function partOf(part: unknown): Part {
  if (!isObject(part)) {
    return textPart(String(part));
  }
  const inline = either(part, 'inline_data');
  const file = either(part, 'file_data');
  const call = either(part, 'function_call');
  const result = either(part, 'function_response');
  if (part['text'] !== undefined && part['text'] !== null) {
    return textPart(part['text']);
  }
  if (isObject(inline)) {
    return { type: 'blob', ...mimeOf(inline), content: inline['data'] ?? '' };
  }
  if (isObject(file)) {
    const uri = either(file, 'file_uri') ?? '';
    return { type: 'uri', ...mimeOf(file), uri };
  }
  if (isObject(call)) {
    const { name = '', args = {} } = call;
    return { type: 'tool_call', name, arguments: args };
  }
  if (isObject(result)) {
    const { name = '', response = {} } = result;
    return { type: 'tool_call_response', name, response };
  }
  return otherPart(part);
}

function mimeOf(holder: Unknown): Unknown {
  const type = textOr(either(holder, 'mime_type'), '');
  return {
    mime_type: type,
    ...(type !== '' && { modality: type.split('/')[0] })
  };
}

function configOf({ config }: Unknown): Unknown {
  return isObject(config) ? config : {};
}

function either(holder: Unknown, key: string): unknown {
  const camelKey = key.replace(/_(.)/g, (_, letter: string) =>
    letter.toUpperCase()
  );
  return holder[key] ?? holder[camelKey];
}
