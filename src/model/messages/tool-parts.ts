import { present } from '../../bundle/present';
import {
  isJson,
  membersOf,
  parsedIfJson,
  textAt,
  valueAt,
  type Json
} from './read';
import type {
  ChatPart,
  ToolCallPart,
  ToolDefinition,
  ToolResultPart
} from './types';

/**
 * A call of a tool in any dialect: OpenAI's `{id, function: {name, arguments}}`, Anthropic's `tool_use`, Gemini's
 * `functionCall`, Bedrock's `toolUse`, LangChain's `{id, name, args}`, Vercel's `{toolCallId, toolName, input}`,
 * OpenInference's `{tool_call: …}`. `undefined` when it names no tool.
 */
export function callOf(value: unknown): ToolCallPart | undefined {
  const outer = membersOf(value);
  const call = isJson(outer['tool_call']) ? outer['tool_call'] : outer;
  const called = [call['function'], call['custom']].find(isJson) ?? call;
  const name = textAt(called, 'name', 'toolName', 'tool_name');
  if (name === undefined) {
    return undefined;
  }
  const args = valueAt(
    called,
    'arguments',
    'args',
    'input',
    'tool_kwargs',
    'parameters'
  );
  return {
    kind: 'call',
    ...present({ id: idOf(call) }),
    name,
    args: parsedIfJson(args)
  };
}

/** A result; `parts` is what it holds, read by the caller. */
export function resultOf(
  value: Json,
  parts: readonly ChatPart[],
  isError = false
): ToolResultPart {
  const name = textAt(value, 'name', 'toolName', 'tool_name');
  return {
    kind: 'result',
    ...present({ id: idOf(value), name }),
    parts,
    isError
  };
}

/** Gemini's list of lists is the deepest. */
const MAX_NESTING = 3;

/** A definition as any provider takes it: OpenAI's, nested or flat, Anthropic's, Bedrock's `toolSpec`, Vercel's. */
export function definitionsOf(
  value: unknown,
  nesting = 0
): readonly ToolDefinition[] {
  const inner = (entry: unknown): readonly ToolDefinition[] =>
    nesting < MAX_NESTING ? definitionsOf(entry, nesting + 1) : [];
  if (Array.isArray(value)) {
    return value.flatMap(inner);
  }
  const outer = membersOf(parsedIfJson(value));
  const lists = [
    outer['functionDeclarations'],
    outer['function_declarations'],
    outer['tools']
  ].filter(Array.isArray);
  if (lists.length > 0) {
    return lists.flatMap(inner);
  }
  const tool = [outer['function'], outer['toolSpec']].find(isJson) ?? outer;
  const name = textAt(tool, 'name');
  if (name === undefined) {
    // Vercel's tools, given as an object by name.
    return Object.entries(outer).flatMap(([key, entry]) =>
      isJson(entry) && 'inputSchema' in entry
        ? inner({ name: key, ...entry })
        : []
    );
  }
  const schema = valueAt(
    tool,
    'parameters',
    'input_schema',
    'inputSchema',
    'parametersJsonSchema'
  );
  return [
    {
      name,
      ...present({
        description: textAt(tool, 'description'),
        parameters:
          isJson(schema) && isJson(schema['json'])
            ? schema['json']
            : (schema ?? undefined)
      })
    }
  ];
}

/** OpenAI's responses have an `id` of the item beside the `call_id` that a result answers. */
function idOf(value: Json): string | undefined {
  return textAt(
    value,
    'call_id',
    'toolCallId',
    'tool_call_id',
    'tool_use_id',
    'toolUseId',
    'id',
    'tool_id'
  );
}
