import { messageOfEvents } from './anthropic-stream';
import { shortVector } from './content';
import { isObject, valueAt } from './patch';
import { countAt, textAt } from './read';

/** The body of an `InvokeModel` request or answer: JSON as text or as bytes, in the form of the model's maker. */
export function bodyOf(body: unknown): unknown {
  const text =
    body instanceof Uint8Array ? new TextDecoder().decode(body) : body;
  if (typeof text !== 'string') {
    return body;
  }
  try {
    const value: unknown = JSON.parse(text);
    const embedding = valueAt(value, 'embedding');
    return isObject(value) && embedding !== undefined
      ? { ...value, embedding: shortVector(embedding) }
      : value;
  } catch {
    return text;
  }
}

/** What the chunks of a stream of `InvokeModel` say; those of Anthropic's models as one message. */
export function bodyOfChunks(events: readonly unknown[]): unknown {
  const chunks = events.map(event => bodyOf(valueAt(event, 'chunk', 'bytes')));
  return chunks.some(chunk => valueAt(chunk, 'type') === 'message_start')
    ? messageOfEvents(chunks)
    : chunks;
}

/** A content block while its deltas come in. */
type Block = {
  text: string;
  toolUse: { members: object; input: string } | undefined;
  reasoning: string;
};

/** The answer that the events of `ConverseStream` make up, as `Converse` gives it; also of one that broke off. */
export function messageOfConverse(events: readonly unknown[]): object {
  const blocks = new Map<unknown, Block>();
  let role: unknown = 'assistant';
  const members: Record<string, unknown> = {};
  for (const event of events) {
    role = valueAt(event, 'messageStart', 'role') ?? role;
    addToBlock(blocks, event);
    Object.assign(members, valueAt(event, 'messageStop'));
    Object.assign(members, valueAt(event, 'metadata'));
  }
  const content = [...blocks.values()].map(contentOf);
  return { output: { message: { role, content } }, ...members };
}

function addToBlock(blocks: Map<unknown, Block>, event: unknown): void {
  const start = valueAt(event, 'contentBlockStart');
  const delta = valueAt(event, 'contentBlockDelta');
  const index =
    valueAt(start, 'contentBlockIndex') ?? valueAt(delta, 'contentBlockIndex');
  if (index === undefined) {
    return;
  }
  const block = blocks.get(index) ?? {
    text: '',
    toolUse: undefined,
    reasoning: ''
  };
  blocks.set(index, block);
  const use = valueAt(start, 'start', 'toolUse');
  if (isObject(use)) {
    block.toolUse = { members: use, input: '' };
  }
  block.text += textAt(delta, 'delta', 'text');
  block.reasoning += textAt(delta, 'delta', 'reasoningContent', 'text');
  if (block.toolUse !== undefined) {
    block.toolUse.input += textAt(delta, 'delta', 'toolUse', 'input');
  }
}

/** A tool's input comes as pieces of JSON; of a stream that broke off they are no JSON, and are shown as they are. */
function contentOf({ text, toolUse, reasoning }: Block): object {
  if (toolUse !== undefined) {
    return { toolUse: { ...toolUse.members, input: bodyOf(toolUse.input) } };
  }
  return reasoning === ''
    ? { text }
    : { reasoningContent: { reasoningText: { text: reasoning } } };
}

/** Bedrock counts what the cache gave and took apart from the input; MLflow counts it in. Several makers' names. */
export function usageOf(usage: unknown): object | undefined {
  const count = (...names: readonly string[]): number | undefined =>
    names.map(name => countAt(usage, name)).find(found => found !== undefined);
  const input = count('inputTokens', 'input_tokens', 'prompt_tokens');
  if (input === undefined) {
    return undefined;
  }
  const read = count('cacheReadInputTokens', 'cache_read_input_tokens');
  const created = count('cacheWriteInputTokens', 'cache_creation_input_tokens');
  const output =
    count('outputTokens', 'output_tokens', 'completion_tokens') ?? 0;
  const all = input + (read ?? 0) + (created ?? 0);
  return {
    input_tokens: all,
    output_tokens: output,
    total_tokens: all + output,
    ...(read !== undefined && { cache_read_input_tokens: read }),
    ...(created !== undefined && { cache_creation_input_tokens: created })
  };
}
