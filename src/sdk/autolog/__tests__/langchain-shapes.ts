import { Document } from '@langchain/core/documents';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { BaseRetriever } from '@langchain/core/retrievers';
import {
  RunnableLambda,
  RunnableMap,
  type Runnable
} from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { FakeLLM } from '@langchain/core/utils/testing';
import {
  Annotation,
  END,
  interrupt,
  MemorySaver,
  START,
  StateGraph
} from '@langchain/langgraph';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { createAgent } from 'langchain';
import { z } from 'zod';
import { withSpan } from '../../api/with-span';
import { all, failing, first, programNamed } from './programs';

/** A program by the address of the fake server. What it gives is shown as text, to compare a traced and a plain run. */
export type Program = (url: string) => Promise<unknown>;

export const QUESTION = { q: 'hello world' };

export function modelAt(url: string, model = 'gpt-4o-mini'): ChatOpenAI {
  return new ChatOpenAI({
    model,
    apiKey: 'sk-secret',
    maxRetries: 0,
    configuration: { baseURL: `${url}/v1` }
  });
}

export function chainAt(url: string, model?: string): Runnable<object, string> {
  return ChatPromptTemplate.fromMessages([
    ['system', 'be nice'],
    ['user', '{q}']
  ])
    .pipe(modelAt(url, model))
    .pipe(new StringOutputParser());
}

function mapAt(url: string, model?: string): RunnableMap {
  return RunnableMap.from({ a: chainAt(url, model), b: chainAt(url, model) });
}

/** Reads one chunk and calls the request off. */
async function aborted(chain: Runnable<object, string>): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const stream = await chain.stream(QUESTION, { signal });
  await stream.next();
  controller.abort();
  await all(stream);
}

/** Reads events up to the first token. */
async function firstToken(chain: Runnable<object, string>): Promise<void> {
  for await (const { event } of chain.streamEvents(QUESTION, {
    version: 'v2'
  })) {
    if (event === 'on_chat_model_stream') {
      return;
    }
  }
}

const State = Annotation.Root({
  q: Annotation<string>(),
  a: Annotation<string>()
});

function graphAt(url: string, model?: string) {
  return new StateGraph(State)
    .addNode('ask', async ({ q }) => ({
      a: (await modelAt(url, model).invoke(q)).text
    }))
    .addNode('up', ({ a }) => ({ a: a.toUpperCase() }))
    .addEdge(START, 'ask')
    .addEdge('ask', 'up')
    .addEdge('up', END)
    .compile();
}

const weather = tool(
  ({ city }) => withSpan(() => `sunny in ${city}`, { name: 'look up' }),
  {
    name: 'get_weather',
    description: 'the weather',
    schema: z.object({ city: z.string() })
  }
);

class Library extends BaseRetriever {
  override lc_namespace = ['test'];
  private readonly _url: string;

  constructor(url: string) {
    super();
    this._url = url;
  }

  override async _getRelevantDocuments(query: string): Promise<Document[]> {
    await new OpenAIEmbeddings({
      apiKey: 'k',
      configuration: { baseURL: `${this._url}/v1` }
    }).embedQuery(query);
    return [
      new Document({ pageContent: `of ${query}`, metadata: { page: 7 } })
    ];
  }
}

/** The program of that name. */
export function shape(name: string): Program {
  return programNamed(SHAPES, name);
}

export const SHAPES: readonly (readonly [string, Program])[] = [
  ['a chain', url => chainAt(url).invoke(QUESTION)],
  ['a streamed chain', async url => all(await chainAt(url).stream(QUESTION))],
  ['a batch', url => chainAt(url).batch([QUESTION, { q: 'goodbye' }])],
  ['chains side by side', url => mapAt(url).invoke(QUESTION)],
  ['a model', url => modelAt(url).invoke('hello world')],
  ['a model of texts', () => new FakeLLM({ response: 'yes' }).invoke('well?')],
  ['an error', url => failing(chainAt(url, 'err-429').invoke(QUESTION))],
  [
    'an error of a stream',
    async url => failing(chainAt(url, 'err-429').stream(QUESTION).then(all))
  ],
  [
    'a reader that stops early',
    async url => first(await chainAt(url, 'slow').stream(QUESTION))
  ],
  ['a graph', url => graphAt(url).invoke(QUESTION)],
  [
    'a streamed graph',
    async url =>
      all(await graphAt(url).stream(QUESTION, { streamMode: 'updates' }))
  ],
  [
    'a reader of a graph that stops early',
    async url =>
      first(
        await graphAt(url, 'slow').stream(QUESTION, { streamMode: 'messages' })
      )
  ],
  [
    'a reader of a model that stops early',
    async url => first(await modelAt(url, 'slow').stream('hello world'))
  ],
  [
    'a reader of a map that stops early',
    async url =>
      Object.keys(
        Object(await first(await mapAt(url, 'slow').stream(QUESTION)))
      ).length
  ],
  ['a reader that aborts', url => failing(aborted(chainAt(url, 'slow')))],
  [
    'a reader that does not wait',
    url =>
      failing(chainAt(url, 'slow').stream(QUESTION, { timeout: 100 }).then(all))
  ],
  [
    'a reader of events that stops early',
    url => failing(firstToken(chainAt(url, 'slow')))
  ],
  [
    'an agent',
    url =>
      createAgent({ model: modelAt(url), tools: [weather] }).invoke(
        { messages: [{ role: 'user', content: 'hi' }] },
        { configurable: { thread_id: 'chat 7' } }
      )
  ],
  [
    'a graph that asks a human',
    () =>
      new StateGraph(State)
        .addNode('ask', () => ({ a: interrupt<string, string>('sure?') }))
        .addEdge(START, 'ask')
        .compile({ checkpointer: new MemorySaver() })
        .invoke({ q: 'go' }, { configurable: { thread_id: '1' } })
  ],
  ['a retriever', url => new Library(url).invoke('cats')],
  [
    'functions of the user’s',
    url =>
      withSpan(
        () =>
          RunnableLambda.from((q: string) =>
            withSpan(() => chainAt(url).invoke({ q }), { name: 'mine' })
          ).invoke('hello world'),
        { name: 'outer' }
      )
  ]
];
