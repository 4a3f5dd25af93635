import { messageOfEvents } from '../anthropic/stream';
import { shortVector } from '../calls/content';
import { isObject, valueAt } from '../patching/patch';
import { pictureUri } from '../calls/pictures';
import { countAt, listAt, textAt } from '../calls/read';

/** The body of an `InvokeModel` request or answer: JSON as text or as bytes, in the form of the model's maker. */
export function bodyOf(body: unknown): unknown {
  const text =
    body instanceof Uint8Array ? new TextDecoder().decode(body) : body;
  if (typeof text !== 'string') {
    return body;
  }
  try {
    return withShortVectors(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Titan has one embedding, Cohere several, some by the type of their numbers; pictures stand in a list of base64. */
function withShortVectors(body: unknown): unknown {
  const [one, many, pictures] = ['embedding', 'embeddings', 'images'].map(key =>
    valueAt(body, key)
  );
  return isObject(body) && (one ?? many ?? pictures) !== undefined
    ? {
        ...body,
        ...(one !== undefined && { embedding: shortVector(one) }),
        ...(many !== undefined && { embeddings: shortVectors(many) }),
        ...(Array.isArray(pictures) && { images: pictures.map(pictureUri) })
      }
    : body;
}

function shortVectors(vectors: unknown): unknown {
  if (Array.isArray(vectors)) {
    return vectors.map(shortVector);
  }
  return isObject(vectors)
    ? Object.fromEntries(
        Object.entries(vectors).map(([type, list]) => [
          type,
          shortVectors(list)
        ])
      )
    : vectors;
}

/** What the chunks of a stream of `InvokeModel` say, put together in the form of the model's maker where it is known. */
export function bodyOfChunks(events: readonly unknown[]): unknown {
  const chunks = events.map(event => bodyOf(valueAt(event, 'chunk', 'bytes')));
  const has = (name: string): boolean =>
    chunks.some(chunk => valueAt(chunk, name) !== undefined);
  if (chunks.some(chunk => valueAt(chunk, 'type') === 'message_start')) {
    return { ...messageOfEvents(chunks), ...metricsOf(chunks) };
  }
  if (has('messageStart') || has('contentBlockDelta')) {
    return messageOfConverse(chunks);
  }
  const text = TEXTS.find(has);
  return text === undefined ? chunks : joinedChunks(chunks, text);
}

/** Under which the chunks of a model's maker have their pieces of the text. */
const TEXTS = ['generation', 'outputText', 'completion'] as const;

function joinedChunks(chunks: readonly unknown[], text: string): object {
  const members = chunks.flatMap(chunk =>
    Object.entries(Object(chunk) as object)
  );
  return {
    ...Object.fromEntries(members.filter(([, value]) => value !== null)),
    [text]: chunks.map(chunk => textAt(chunk, text)).join('')
  };
}

const METRICS = 'amazon-bedrock-invocationMetrics';

function metricsOf(chunks: readonly unknown[]): object {
  const metrics = valueAt(chunks.at(-1), METRICS);
  return metrics === undefined ? {} : { [METRICS]: metrics };
}

/** A content block while its deltas come in. */
type Block = {
  text: string;
  toolUse: { members: object; input: string } | undefined;
  reasoning: string;
  signature: string;
  redacted: unknown;
  readonly citations: unknown[];
};

function newBlock(): Block {
  return {
    text: '',
    toolUse: undefined,
    reasoning: '',
    signature: '',
    redacted: undefined,
    citations: []
  };
}

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
  const block = blocks.get(index) ?? newBlock();
  blocks.set(index, block);
  const use = valueAt(start, 'start', 'toolUse');
  if (isObject(use)) {
    block.toolUse = { members: use, input: '' };
  }
  addToTexts(block, valueAt(delta, 'delta'));
}

function addToTexts(block: Block, delta: unknown): void {
  const thought = valueAt(delta, 'reasoningContent');
  const citation = valueAt(delta, 'citation');
  block.text += textAt(delta, 'text');
  block.reasoning += textAt(thought, 'text');
  block.signature += textAt(thought, 'signature');
  block.redacted ??= valueAt(thought, 'redactedContent');
  if (citation !== undefined) {
    block.citations.push(citation);
  }
  if (block.toolUse !== undefined) {
    block.toolUse.input += textAt(delta, 'toolUse', 'input');
  }
}

function contentOf({ text, toolUse, citations, ...thought }: Block): object {
  if (toolUse !== undefined) {
    return { toolUse: { ...toolUse.members, input: inputOf(toolUse.input) } };
  }
  if (citations.length > 0) {
    return { citationsContent: { content: [{ text }], citations } };
  }
  return reasoningOf(thought) ?? { text };
}

/** A tool's input comes as pieces of JSON; of a stream that broke off they are no JSON, and are shown as they are. */
function inputOf(text: string): unknown {
  return text === '' ? {} : bodyOf(text);
}

function reasoningOf({
  reasoning,
  signature,
  redacted
}: Pick<Block, 'reasoning' | 'signature' | 'redacted'>): object | undefined {
  if (redacted !== undefined) {
    return { reasoningContent: { redactedContent: redacted } };
  }
  return reasoning === ''
    ? undefined
    : {
        reasoningContent: {
          reasoningText: {
            text: reasoning,
            ...(signature !== '' && { signature })
          }
        }
      };
}

/** The names of each count: of Converse, and of the makers of models. */
const INPUT = [
  ...['inputTokens', 'input_tokens', 'prompt_tokens', 'prompt_token_count'],
  ...['inputTokenCount', 'inputTextTokenCount']
];
const OUTPUT = [
  ...['outputTokens', 'output_tokens', 'completion_tokens'],
  ...['generation_token_count', 'outputTokenCount', 'totalOutputTextTokenCount']
];
const CACHE_READ = [
  ...['cacheReadInputTokens', 'cache_read_input_tokens'],
  'cacheReadInputTokenCount'
];
const CACHE_CREATED = [
  ...['cacheWriteInputTokens', 'cache_creation_input_tokens'],
  'cacheWriteInputTokenCount'
];

/** Titan counts each of its results. */
function titanOutput(body: unknown): number {
  return listAt(body, 'results')
    .map(result => countAt(result, 'tokenCount') ?? 0)
    .reduce((sum, count) => sum + count, 0);
}

/** The tokens of an answer, wherever it tells them. */
export function usageIn(answer: unknown): object | undefined {
  const body = valueAt(answer, 'body');
  return [
    valueAt(answer, 'usage'),
    valueAt(body, 'usage'),
    valueAt(body, METRICS),
    body
  ]
    .map(usageOf)
    .find(usage => usage !== undefined);
}

/** Bedrock counts what the cache gave and took apart from the input; MLflow counts it in. Several makers' names. */
function usageOf(usage: unknown): object | undefined {
  const count = (...names: readonly string[]): number | undefined =>
    names.map(name => countAt(usage, name)).find(found => found !== undefined);
  const input = count(...INPUT);
  if (input === undefined) {
    return undefined;
  }
  const read = count(...CACHE_READ);
  const created = count(...CACHE_CREATED);
  const output = count(...OUTPUT) ?? titanOutput(usage);
  const all = input + (read ?? 0) + (created ?? 0);
  return {
    input_tokens: all,
    output_tokens: output,
    total_tokens: all + output,
    ...(read !== undefined && { cache_read_input_tokens: read }),
    ...(created !== undefined && { cache_creation_input_tokens: created })
  };
}
