import { AttributeKey } from '../recording/attribute-keys';
import { SpanType } from '../recording/span-type';
import { shortVector } from './calls/content';
import type { AutologSettings, Integration } from './integration';
import type { CallDescription, CallResult } from './calls/library-call';
import { membersOf } from './calls/members';
import { traceMethodCall, type MethodCall } from './calls/method-call';
import { chatToolsOf, usageOf } from './openai/wire';
import { isObject, valueAt, type Undo } from './patching/patch';
import { listAt, textAt } from './calls/read';

/** A method that is traced, of every class that has it and those beside it, by which its kind is told. */
type Traced = {
  readonly method: string;
  readonly beside: readonly string[];
  readonly call: MethodCall;
};

const PROVIDERS = [
  ...['openai', 'anthropic', 'google', 'groq', 'mistral', 'ollama'],
  ...['azure', 'deepseek', 'together', 'fireworks', 'bedrock']
];

/**
 * LlamaIndex.TS. Its events tell neither of errors nor which call made which, so the methods themselves are traced: of
 * classes, and of the model that is set, since an object keeps what its class had when it was made.
 */
export const llamaIndex: Integration = {
  name: 'llamaIndex',
  modules: ['llamaindex', '@llamaindex/core/global'],
  alongside: ['workflow', ...PROVIDERS].map(name => `@llamaindex/${name}`),
  isOneCopy: true,
  patch: (subject, settings) => {
    const found = ownersIn(subject).flatMap(owner => patchOne(owner, settings));
    const isLibrary = isObject(valueAt(subject, 'Settings', 'callbackManager'));
    return found.length > 0 || isLibrary ? found : undefined;
  }
};

/** What may have a method: an object, the prototype of a class, and those of all classes of a module. */
function ownersIn(subject: unknown): readonly unknown[] {
  const members = isObject(subject) ? Object.values(subject) : [];
  return [
    subject,
    valueAt(subject, 'prototype'),
    ...members.map(member => valueAt(member, 'prototype')),
    valueAt(subject, 'Settings', 'llm'),
    valueAt(subject, 'Settings', 'embedModel')
  ];
}

function patchOne(
  owner: unknown,
  settings: () => AutologSettings
): readonly (Undo | undefined)[] {
  return TRACED.filter(({ method, beside }) =>
    [method, ...beside].every(
      name => typeof valueAt(owner, name) === 'function'
    )
  ).map(({ method, call }) => traceMethodCall(owner, method, call, settings));
}

/** An answer in words, whole or in pieces. */
const ANSWER: Pick<MethodCall, 'result' | 'streamed'> = {
  result: response => ({ outputs: answerOf(response) }),
  streamed: chunks => ({
    outputs: chunks.map(chunk => textAt(chunk, 'message', 'content')).join('')
  })
};

const TRACED: readonly Traced[] = [
  {
    method: 'chat',
    beside: ['complete'],
    call: {
      describe: describeChat,
      result: chatted,
      streamed: chunks => chatted(wholeOf(chunks))
    }
  },
  {
    method: 'chat',
    beside: ['reset'], // of a chat engine
    call: { describe: describer('chat', SpanType.CHAIN), ...ANSWER }
  },
  {
    method: '_query',
    beside: ['query', 'retrieve'],
    call: { describe: describer('query', SpanType.CHAIN), ...ANSWER }
  },
  {
    method: '_retrieve',
    beside: ['retrieve'],
    call: {
      describe: describer('retrieve', SpanType.RETRIEVER),
      result: nodes => ({
        outputs: Array.isArray(nodes) ? nodes.map(documentOf) : undefined
      })
    }
  },
  {
    method: 'synthesize',
    beside: ['getResponse'],
    call: { describe: describer('synthesize', SpanType.CHAIN), ...ANSWER }
  },
  ...['getTextEmbeddingsBatch', 'getQueryEmbedding'].map(method => ({
    method,
    beside: ['getTextEmbedding'],
    call: {
      describe: describer(method, SpanType.EMBEDDING),
      result: embedded
    }
  })),
  {
    method: 'run',
    beside: ['runStream', 'createHandoffTool'],
    call: {
      describe: (agent, args) => {
        begun = { agent, input: args[0] };
        return describer('run', SpanType.AGENT)(agent, args);
      },
      result: event => ({ outputs: valueAt(event, 'data', 'result') })
    }
  },
  {
    method: 'runStream',
    beside: ['run', 'createHandoffTool'],
    call: {
      describe: describeStreamedRun,
      result: () => ({}),
      streamed: events => ({
        outputs: events
          .map(event => valueAt(event, 'data', 'result'))
          .filter(result => result !== undefined)
          .at(-1)
      })
    }
  },
  {
    // A tool's own `call` is made with the tool: the workflow is where all that agents call pass.
    method: 'callTool',
    beside: ['run', 'createHandoffTool'],
    call: {
      describe: (_, [call]) => ({
        name: textAt(call, 'toolName'),
        spanType: SpanType.TOOL,
        inputs: valueAt(call, 'toolKwargs') ?? {},
        attributes: {},
        secrets: []
      }),
      result: outputs => ({ outputs })
    }
  }
];

/** The run that was begun last: it streams to itself at once, which is not to be recorded again. */
let begun: { readonly agent: unknown; readonly input: unknown } | undefined;

function describeStreamedRun(
  agent: unknown,
  args: readonly unknown[]
): CallDescription | undefined {
  const isOfRun = begun?.agent === agent && begun?.input === args[0];
  begun = undefined;
  const described = isOfRun
    ? undefined
    : describer('run', SpanType.AGENT)(agent, args);
  return described && { ...described, chunkEvent: eventOfRun };
}

/** What an agent says; its other events hold all that it knows. */
function eventOfRun(event: unknown, index: number) {
  return {
    name: `mlflow.chunk.item.${index}`,
    attributes: { [AttributeKey.chunk]: textAt(event, 'data', 'delta') }
  };
}

/** A span is called by class and method, as in Python. */
function describer(method: string, spanType: SpanType): MethodCall['describe'] {
  return (owner, [input]): CallDescription => ({
    name: `${classOf(owner)}.${method}`,
    spanType,
    inputs: queryOf(input),
    attributes: spanType === SpanType.EMBEDDING ? modelOf(owner) : {},
    secrets: secretsOf(owner)
  });
}

function describeChat(
  model: unknown,
  [request]: readonly unknown[]
): CallDescription {
  const tools = listAt(request, 'tools').map(tool => ({
    type: 'function',
    ...membersOf(valueAt(tool, 'metadata'))
  }));
  const messages = listAt(request, 'messages').map(messageOf);
  return {
    name: `${classOf(model)}.chat`,
    spanType: SpanType.CHAT_MODEL,
    inputs: { messages },
    attributes: {
      ...modelOf(model),
      [AttributeKey.messageFormat]: 'llamaindex',
      ...(tools.length > 0 && {
        [AttributeKey.chatTools]: chatToolsOf(tools)
      })
    },
    secrets: secretsOf(model)
  };
}

function modelOf(owner: unknown): Record<string, unknown> {
  const model = valueAt(owner, 'model');
  return typeof model === 'string'
    ? {
        [AttributeKey.model]: model,
        [AttributeKey.provider]: providerOf(owner)
      }
    : {};
}

/** As in Python, the class is the provider; that of embeddings says what it does besides. */
function providerOf(owner: unknown): string {
  return classOf(owner)
    .replace(/Embedding$/, '')
    .toLowerCase();
}

function secretsOf(owner: unknown): readonly string[] {
  const key = textAt(owner, 'apiKey');
  return key === '' ? [] : [key];
}

function classOf(owner: unknown): string {
  return textAt(owner, 'constructor', 'name') || 'LlamaIndex';
}

/** A message; calls of tools stand among its options. */
function messageOf(message: unknown): object {
  const calls = listAt(message, 'options', 'toolCall');
  const result = valueAt(message, 'options', 'toolResult', 'id');
  return {
    role: result === undefined ? valueAt(message, 'role') : 'tool',
    content: valueAt(message, 'content'),
    ...(calls.length > 0 && { tool_calls: calls.map(toolCallOf) }),
    ...(result !== undefined && { tool_call_id: result })
  };
}

function toolCallOf(call: unknown): object {
  const input = valueAt(call, 'input');
  return {
    id: valueAt(call, 'id'),
    type: 'function',
    function: {
      name: valueAt(call, 'name'),
      arguments: typeof input === 'string' ? input : JSON.stringify(input)
    }
  };
}

function chatted(response: unknown): CallResult {
  const usage = usageOf(valueAt(response, 'raw', 'usage'));
  return {
    outputs: {
      choices: [{ message: messageOf(valueAt(response, 'message')) }]
    },
    attributes: usage && { [AttributeKey.tokenUsage]: usage }
  };
}

/** The answer that the chunks of a stream make up. */
function wholeOf(chunks: readonly unknown[]): object {
  const raw = chunks.map(chunk => valueAt(chunk, 'raw'));
  const options = chunks.map(chunk => valueAt(chunk, 'options'));
  return {
    raw: raw.filter(one => valueAt(one, 'usage') !== undefined).at(-1),
    message: {
      role: 'assistant',
      content: chunks.map(chunk => textAt(chunk, 'delta')).join(''),
      options: Object.assign({}, ...options) as unknown
    }
  };
}

/** The text that is asked for; some methods take it alone, others within an object, with nodes or a history beside it. */
function queryOf(input: unknown): unknown {
  const query = valueAt(input, 'query') ?? valueAt(input, 'message');
  const text = valueAt(input, 'type') === 'text' && valueAt(input, 'text');
  return query === undefined
    ? text || input
    : (valueAt(query, 'query') ?? query);
}

function answerOf(response: unknown): unknown {
  return (
    valueAt(response, 'message', 'content') ?? valueAt(response, 'response')
  );
}

function documentOf(scored: unknown): object {
  return {
    page_content: valueAt(scored, 'node', 'text'),
    metadata: {
      ...membersOf(valueAt(scored, 'node', 'metadata')),
      score: valueAt(scored, 'score')
    },
    id: valueAt(scored, 'node', 'id_')
  };
}

function embedded(vectors: unknown): CallResult {
  const isMany = Array.isArray(vectors) && Array.isArray(vectors[0]);
  return { outputs: isMany ? vectors.map(shortVector) : shortVector(vectors) };
}
