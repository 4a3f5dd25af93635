import { all, failing, first, QUESTION, WEATHER } from './reading.mjs';

/** A message has ids of its run. @param {any} message */
const textOf = ({ content }) => content;

/** @param {import('../try-calls.mjs').World} world */
const modelsOf =
  ({ modules: { provider }, url }) =>
  (model = 'gpt-4o-mini') =>
    new provider.ChatOpenAI({
      model,
      apiKey: 'sk-of-the-matrix',
      openAIApiKey: 'sk-of-the-matrix',
      maxRetries: 0,
      configuration: { baseURL: `${url}/v1` }
    });

/** @param {import('../try-calls.mjs').World} world */
function weatherTool({ modules: { tools, zod } }) {
  const schema = zod.z.object({ city: zod.z.string() });
  return tools.tool(
    async (/** @type {{ city: string }} */ { city }) => `sunny in ${city}`,
    {
      ...WEATHER,
      schema
    }
  );
}

/** @type {import('../try-calls.mjs').CallsOf} */
export function langchain(world) {
  const { prompts, parsers, runnables, provider } = world.modules;
  const modelOf = modelsOf(world);
  const chainOf = (/** @type {string} */ model) =>
    prompts.ChatPromptTemplate.fromMessages([
      ['system', 'be nice'],
      ['user', '{q}']
    ])
      .pipe(modelOf(model))
      .pipe(new parsers.StringOutputParser());
  const chain = () => chainOf('gpt-4o-mini');
  const asked = { q: QUESTION };
  return {
    chain: () => chain().invoke(asked),
    'streamed chain': async () => all(await chain().stream(asked)),
    batch: () => chain().batch([asked, { q: 'goodbye' }]),
    model: async () => textOf(await modelOf().invoke(QUESTION)),
    'streamed model': async () =>
      (await all(await modelOf().stream(QUESTION))).map(textOf),
    'bound tools': async () => {
      const { tool_calls } = await modelOf()
        .bindTools([weatherTool(world)])
        .invoke(QUESTION);
      return tool_calls;
    },
    tool: () => weatherTool(world).invoke({ city: 'Paris' }),
    lambda: () =>
      runnables.RunnableLambda.from((/** @type {string} */ q) =>
        chain().invoke({ q })
      ).invoke(QUESTION),
    'error 429': () => failing(() => chainOf('err-429').invoke(asked)),
    'error of a stream': () =>
      failing(async () => all(await chainOf('err-429').stream(asked))),
    'reader that stops': async () => first(await chainOf('slow').stream(asked)),
    'reader of a model that stops': async () =>
      textOf(await first(await modelOf('slow').stream(QUESTION))),
    'reader that aborts': () => failing(() => aborted(chainOf('slow'), asked)),
    retriever: () => retrieverIn(world, provider).invoke('cats')
  };
}

/** Reads a chunk and aborts. @param {any} chain @param {object} asked */
async function aborted(chain, asked) {
  const controller = new AbortController();
  const { signal } = controller;
  const stream = await chain.stream(asked, { signal });
  await stream.next();
  controller.abort();
  return all(stream);
}

/**
 * @param {import('../try-calls.mjs').World} world
 * @param {any} provider
 */
function retrieverIn({ modules: { retrievers }, url }, provider) {
  class Library extends retrievers.BaseRetriever {
    lc_namespace = ['matrix'];

    /** @param {string} query */
    async _getRelevantDocuments(query) {
      const key = 'sk-of-the-matrix';
      const configuration = { baseURL: `${url}/v1` };
      await new provider.OpenAIEmbeddings({
        ...{ apiKey: key, openAIApiKey: key, configuration }
      }).embedQuery(query);
      return [{ pageContent: `of ${query}`, metadata: { page: 7 } }];
    }
  }
  return new Library();
}

/** @type {import('../try-calls.mjs').CallsOf} */
export function langgraph(world) {
  const { graphs, prebuilt } = world.modules;
  const { Annotation, StateGraph, START, END, MemorySaver, interrupt } = graphs;
  const modelOf = modelsOf(world);
  const State = Annotation.Root({ q: Annotation(), a: Annotation() });
  const graphOf = (model = 'gpt-4o-mini') =>
    new StateGraph(State)
      .addNode('ask', async (/** @type {any} */ { q }) => ({
        a: textOf(await modelOf(model).invoke(q))
      }))
      .addNode('up', (/** @type {any} */ { a }) => ({ a: a.toUpperCase() }))
      .addEdge(START, 'ask')
      .addEdge('ask', 'up')
      .addEdge('up', END)
      .compile();
  const asked = { q: QUESTION };
  return {
    graph: () => graphOf().invoke(asked),
    'streamed graph': async () =>
      all(await graphOf().stream(asked, { streamMode: 'updates' })),
    'error 429': () => failing(() => graphOf('err-429').invoke(asked)),
    'reader that stops': async () => {
      await first(
        await graphOf('slow').stream(asked, { streamMode: 'messages' })
      );
      return 'stopped';
    },
    agent: async () => {
      const agent = prebuilt.createReactAgent({
        llm: modelOf(),
        tools: [weatherTool(world)]
      });
      const { messages } = await agent.invoke(
        { messages: [{ role: 'user', content: QUESTION }] },
        { configurable: { thread_id: 'chat 7' } }
      );
      return messages.map(textOf);
    },
    'graph that asks a human': () =>
      new StateGraph(State)
        .addNode('ask', () => ({ a: interrupt('sure?') }))
        .addEdge(START, 'ask')
        .compile({ checkpointer: new MemorySaver() })
        .invoke({ q: 'go' }, { configurable: { thread_id: '1' } })
        .then((/** @type {any} */ { q }) => q)
  };
}
