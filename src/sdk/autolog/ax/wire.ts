import { AttributeKey } from '../../recording/attribute-keys';
import { tokensOf } from './tokens';
import { shortVector } from '../calls/content';
import type { CallResult } from '../calls/library-call';
import { chatTool, without } from '../calls/members';
import { isObject, valueAt } from '../patching/patch';
import { countAt, listAt, textAt } from '../calls/read';

/** What a model of ax is asked, with its messages in OpenAI's form. */
export function inputsOfChat(request: unknown): object {
  return {
    ...(without(request, 'chatPrompt', 'functions') as object),
    messages: listAt(request, 'chatPrompt').map(messageOf)
  };
}

/** What a program is given, as data: a flow of an agent is handed clients too, which hold keys. */
export function inputsOfProgram(values: unknown): unknown {
  const data = dataOf(values);
  return Array.isArray(data) ? { messages: data } : data;
}

/** Levels below which nothing is looked for, and nothing kept. */
const DEPTH = 40;

/** The value without what is of a class: clients, sessions, signals, functions. */
export function dataOf(value: unknown, depth = 0): unknown {
  if (!isObject(value) || value instanceof Date || ArrayBuffer.isView(value)) {
    return value;
  }
  if (depth > DEPTH) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map(item => dataOf(item, depth + 1));
  }
  return isPlain(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, member]) => [
          key,
          dataOf(member, depth + 1)
        ])
      )
    : undefined;
}

/** True for what is of no class: its prototype, of whichever realm, has none itself. */
function isPlain(value: object): boolean {
  const prototype = Reflect.getPrototypeOf(value);
  return prototype === null || Reflect.getPrototypeOf(prototype) === null;
}

/** Tools as MLflow shows them. */
export function toolsOf(functions: readonly unknown[]): readonly object[] {
  return functions.map(tool =>
    chatTool(
      valueAt(tool, 'name'),
      valueAt(tool, 'description'),
      valueAt(tool, 'parameters')
    )
  );
}

function messageOf(message: unknown): object {
  const role = valueAt(message, 'role');
  return role === 'function'
    ? {
        role: 'tool',
        tool_call_id: valueAt(message, 'functionId'),
        content: valueAt(message, 'result')
      }
    : { role, ...contentOf(message) };
}

/** What a message says, of the one side or the other. */
function contentOf(message: unknown): object {
  const calls = listAt(message, 'functionCalls').map(toolCallOf);
  const thought = valueAt(message, 'thought');
  return {
    content: partsOf(valueAt(message, 'content')) ?? null,
    ...(typeof thought === 'string' && { reasoning_content: thought }),
    ...(calls.length > 0 && { tool_calls: calls })
  };
}

function partsOf(content: unknown): unknown {
  return Array.isArray(content) ? content.map(partOf) : content;
}

function partOf(part: unknown): unknown {
  const type = textAt(part, 'mimeType');
  return valueAt(part, 'type') === 'image'
    ? {
        type: 'image_url',
        image_url: { url: `data:${type};base64,${textAt(part, 'image')}` }
      }
    : part;
}

function toolCallOf(call: unknown): object {
  const params = valueAt(call, 'function', 'params');
  return {
    id: valueAt(call, 'id'),
    type: 'function',
    function: {
      name: valueAt(call, 'function', 'name'),
      arguments:
        typeof params === 'string' ? params : JSON.stringify(params ?? {})
    }
  };
}

/** What a model answered. */
export function resultOfChat(response: unknown): CallResult {
  return {
    outputs: {
      ...idOf(response),
      choices: listAt(response, 'results').map((result, index) => ({
        index: countAt(result, 'index') ?? index,
        message: { role: 'assistant', ...contentOf(result) },
        finish_reason: valueAt(result, 'finishReason')
      }))
    },
    attributes: usageOf(response)
  };
}

function idOf(response: unknown): object {
  const id = valueAt(response, 'remoteId');
  return id === undefined ? {} : { id };
}

/** An answer while its pieces come in: the first one knows what it is, and later ones go on with it. */
type Answer = Record<string, unknown> & { functionCalls: unknown[] };

/** The answer that the chunks of a stream make up. */
export function streamedChat(chunks: readonly unknown[]): CallResult {
  const answers = new Map<number, Answer>();
  for (const chunk of chunks) {
    for (const result of listAt(chunk, 'results')) {
      const position = countAt(result, 'index') ?? 0;
      const answer = answers.get(position) ?? { functionCalls: [] };
      answers.set(position, answer);
      addResult(answer, result);
    }
  }
  return resultOfChat({
    remoteId: chunks.map(chunk => valueAt(chunk, 'remoteId')).find(Boolean),
    modelUsage: { tokens: chunks.map(tokensOf).filter(isObject).at(-1) },
    results: [...answers.values()]
  });
}

/** Adds in place: a copy for each of a thousand pieces is most of what a piece costs (bench/autolog). */
function addResult(answer: Answer, result: unknown): void {
  for (const key in Object(result)) {
    const piece = valueAt(result, key);
    if (key === 'functionCalls') {
      answer.functionCalls = mergedCalls(
        answer.functionCalls,
        listAt(result, key)
      );
    } else if (key === 'content' || key === 'thought') {
      answer[key] = joined(answer[key], piece);
    } else {
      answer[key] = piece ?? answer[key];
    }
  }
}

function joined(before: unknown, piece: unknown): unknown {
  return typeof before === 'string' && typeof piece === 'string'
    ? before + piece
    : (piece ?? before);
}

/** The arguments of a call come in pieces, under its id. */
function mergedCalls(
  known: readonly unknown[],
  pieces: readonly unknown[]
): unknown[] {
  const calls = [...known];
  for (const piece of pieces) {
    const at = calls.findIndex(
      call => valueAt(call, 'id') === valueAt(piece, 'id')
    );
    const params = joined(
      valueAt(calls[at], 'function', 'params'),
      valueAt(piece, 'function', 'params')
    );
    const name =
      textAt(calls[at], 'function', 'name') ||
      textAt(piece, 'function', 'name');
    const call = { id: valueAt(piece, 'id'), function: { name, params } };
    calls.splice(at < 0 ? calls.length : at, 1, call);
  }
  return calls;
}

/** Token counts in MLflow's form, whose input counts what the cache gave and took; ax counts that beside it. */
function usageOf(response: unknown): CallResult['attributes'] {
  const tokens = valueAt(response, 'modelUsage', 'tokens');
  const prompt = countAt(tokens, 'promptTokens');
  if (prompt === undefined) {
    return undefined;
  }
  const output = countAt(tokens, 'completionTokens') ?? 0;
  const read = countAt(tokens, 'cacheReadTokens');
  const written = countAt(tokens, 'cacheCreationTokens');
  const input = prompt + (read ?? 0) + (written ?? 0);
  return {
    [AttributeKey.tokenUsage]: {
      input_tokens: input,
      output_tokens: output,
      total_tokens: countAt(tokens, 'totalTokens') ?? input + output,
      ...(read !== undefined && { cache_read_input_tokens: read }),
      ...(written !== undefined && { cache_creation_input_tokens: written })
    }
  };
}

/** What an embedding gave. */
export function embedded(response: unknown): CallResult {
  return {
    outputs: { embeddings: listAt(response, 'embeddings').map(shortVector) },
    attributes: usageOf(response)
  };
}

/** The fields that the pieces of a program's stream make up; a further version of them replaces the one before. */
export function streamedFields(chunks: readonly unknown[]): CallResult {
  const version = valueAt(chunks.at(-1), 'version');
  const fields: Record<string, unknown> = {};
  for (const chunk of chunks) {
    if (valueAt(chunk, 'version') === version) {
      for (const [name, piece] of Object.entries(
        valueAt(chunk, 'delta') ?? {}
      )) {
        fields[name] = appended(fields[name], piece);
      }
    }
  }
  return { outputs: fields };
}

function appended(before: unknown, piece: unknown): unknown {
  return Array.isArray(before) && Array.isArray(piece)
    ? before.concat(piece)
    : joined(before, piece);
}
