import { all, failing, first, MESSAGES } from './reading.mjs';

/** @type {import('../try-calls.mjs').CallsOf} */
export function llamaIndex({ modules, url }) {
  const { library, provider, workflow } = modules;
  const options = {
    apiKey: 'sk-of-the-matrix',
    baseURL: `${url}/v1`,
    maxRetries: 0,
    additionalSessionOptions: { baseURL: `${url}/v1`, maxRetries: 0 }
  };
  const modelOf = (model = 'gpt-4o-mini') =>
    new provider.OpenAI({ ...options, model });
  const asked = { messages: MESSAGES };
  const streamed = (/** @type {string} */ model) =>
    modelOf(model).chat({ ...asked, stream: true });
  const agentOf = (/** @type {(input: any) => unknown} */ execute) =>
    workflow.agent({
      llm: modelOf(),
      tools: [
        library.tool({
          name: 'get_weather',
          description: 'the weather',
          parameters: {
            type: 'object',
            properties: { city: { type: 'string' } }
          },
          execute
        })
      ]
    });
  return {
    chat: () => modelOf().chat(asked),
    'streamed chat': async () => all(await streamed('gpt-4o-mini')),
    query: async () => {
      library.Settings.llm = modelOf();
      library.Settings.embedModel = new provider.OpenAIEmbedding({
        ...options,
        model: 'text-embedding-3-small'
      });
      const index = await library.VectorStoreIndex.fromDocuments([
        new library.Document({ text: 'cats purr', id_: 'd1' })
      ]);
      const engine = index.asQueryEngine();
      return String(await engine.query({ query: 'what do cats do?' }));
    },
    'chat engine': async () => {
      const engine = new library.SimpleChatEngine({ llm: modelOf() });
      return String(await engine.chat({ message: 'hello world' }));
    },
    'streamed chat engine': async () => {
      const engine = new library.SimpleChatEngine({ llm: modelOf() });
      const message = 'hello world';
      return (await all(await engine.chat({ message, stream: true }))).length;
    },
    agent: async () => {
      const agent = agentOf(({ city }) => `sunny in ${city}`);
      return (await agent.run('what weather?')).data.result;
    },
    'streamed agent': async () => {
      const agent = agentOf(({ city }) => `sunny in ${city}`);
      return (await all(agent.runStream('what weather?'))).length;
    },
    'agent whose tool throws': async () => {
      const agent = agentOf(() => {
        throw new Error('no weather');
      });
      return (await agent.run('what weather?')).data.result;
    },
    'error 429': () => failing(() => modelOf('err-429').chat(asked)),
    'error 500 of a stream': () =>
      failing(async () => all(await streamed('err-500'))),
    'reader that stops': async () => first(await streamed('slow')),
    'cut connection': () => failing(async () => all(await streamed('cut')))
  };
}
