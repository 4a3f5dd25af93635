import { isObject, valueAt } from '../patching/patch';

/** Objects that are copied of one value; the rest of a larger one stays as it is. */
const MAX_OBJECTS = 10_000;

/** Members of a message that Python's `dict()` of it has too. */
const MESSAGE_MEMBERS = [
  'content',
  'additional_kwargs',
  'response_metadata',
  'name',
  'id',
  'tool_calls',
  'invalid_tool_calls',
  'usage_metadata',
  'tool_call_id',
  'status',
  'artifact'
] as const;

/** What OpenAI calls the authors of messages. */
const ROLES: ReadonlyMap<unknown, string> = new Map([
  ['human', 'user'],
  ['ai', 'assistant']
]);

/** Who wrote a message, by LangChain's name (`human`, `ai`, …); undefined for what is no message. */
function messageTypeOf(value: unknown): string | undefined {
  const typeOf = valueAt(value, 'getType') ?? valueAt(value, '_getType');
  if (typeof typeOf !== 'function' || valueAt(value, 'content') === undefined) {
    return undefined;
  }
  const type: unknown = Reflect.apply(typeOf, value, []);
  return typeof type === 'string' ? type : undefined;
}

/** A message in the form of OpenAI's chats, which is that of MLflow's format `langchain`. */
export function chatMessageOf(message: unknown): object {
  const type = messageTypeOf(message) ?? 'human';
  const role = valueAt(message, 'role');
  const toolCalls = valueAt(message, 'tool_calls');
  const toolCallId = valueAt(message, 'tool_call_id');
  return {
    role:
      type === 'generic' && typeof role === 'string'
        ? role
        : (ROLES.get(type) ?? type),
    content: valueAt(message, 'content'),
    ...(Array.isArray(toolCalls) &&
      toolCalls.length > 0 && { tool_calls: toolCalls.map(toolCallOf) }),
    ...(typeof toolCallId === 'string' && { tool_call_id: toolCallId })
  };
}

function toolCallOf(call: unknown): object {
  return {
    id: valueAt(call, 'id'),
    type: 'function',
    function: {
      name: valueAt(call, 'name'),
      arguments: JSON.stringify(valueAt(call, 'args'))
    }
  };
}

/** A document as MLflow's views of retrievers know it. */
export function documentOf(document: unknown): object {
  const id = valueAt(document, 'id');
  return {
    page_content: valueAt(document, 'pageContent'),
    metadata: valueAt(document, 'metadata'),
    ...(id !== undefined && { id })
  };
}

/**
 * A copy in which messages, prompts and documents are plain data, as Python shows them: their own JSON is a recipe to
 * make them again.
 */
export function plainOf(value: unknown): unknown {
  return copyOf(value, { count: 0, path: new Set() });
}

type Walk = { count: number; readonly path: Set<object> };

function copyOf(value: unknown, walk: Walk): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const members = membersOf(value);
  walk.count += 1;
  if (
    members === undefined ||
    walk.count > MAX_OBJECTS ||
    walk.path.has(value)
  ) {
    return value;
  }
  walk.path.add(value);
  const copy = Array.isArray(members)
    ? members.map(member => copyOf(member, walk))
    : Object.fromEntries(
        Object.entries(members).map(([key, member]) => [
          key,
          copyOf(member, walk)
        ])
      );
  walk.path.delete(value);
  return copy;
}

/** What is to be copied; undefined for objects of other classes, which know best what they are as JSON. */
function membersOf(value: object): object | undefined {
  const type = messageTypeOf(value);
  if (type !== undefined) {
    return { type, ...pick(value, MESSAGE_MEMBERS) };
  }
  if (typeof valueAt(value, 'toChatMessages') === 'function') {
    return pick(value, ['messages', 'value']);
  }
  if (typeof valueAt(value, 'pageContent') === 'string') {
    return documentOf(value);
  }
  if (typeof valueAt(value, 'lg_name') === 'string') {
    return { ...value }; // a command of LangGraph's
  }
  const prototype = Reflect.getPrototypeOf(value);
  const isPlain =
    Array.isArray(value) ||
    prototype === null ||
    Reflect.getPrototypeOf(prototype) === null;
  return isPlain ? value : undefined;
}

function pick(value: object, keys: readonly string[]): object {
  return Object.fromEntries(
    keys
      .map(key => [key, valueAt(value, key)] as const)
      .filter(([, member]) => member !== undefined)
  );
}

/** LangChain puts what is no object under a key of its own, `output`; Python does not. */
export function unwrapped(outputs: unknown): unknown {
  const [key, ...others] = isObject(outputs) ? Object.keys(outputs) : [];
  const value = valueAt(outputs, 'output');
  return key === 'output' && others.length === 0 && !isDictionary(value)
    ? value
    : outputs;
}

function isDictionary(value: unknown): boolean {
  return isObject(value) && !Array.isArray(value);
}
