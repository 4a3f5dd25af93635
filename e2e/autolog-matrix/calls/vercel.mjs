import { CITY, failing, QUESTION, WEATHER } from './reading.mjs';

/** Names of parts: the rest holds ids and times. @param {AsyncIterable<{ type: string }>} stream */
async function partsOf(stream) {
  const types = [];
  for await (const { type } of stream) {
    types.push(type);
  }
  return types;
}

/** @param {{ partialObjectStream: AsyncIterable<unknown> }} result */
async function all({ partialObjectStream }) {
  const parts = [];
  for await (const part of partialObjectStream) {
    parts.push(part);
  }
  return parts;
}

/** @type {import('../try-calls.mjs').CallsOf} */
export function vercel({ modules: { ai, provider }, url }) {
  const { chat, embedding } = provider.createOpenAI({
    apiKey: 'sk-of-the-matrix',
    baseURL: `${url}/v1`
  });
  /** A provider whose request ends the stream that asks for it. */
  const aborted = (/** @type {AbortController} */ ending) =>
    provider.createOpenAI({
      apiKey: 'sk-of-the-matrix',
      fetch: () => {
        ending.abort();
        return Promise.reject(ending.signal.reason);
      }
    });
  const wait = () => Promise.resolve();
  const model = embedding('text-embedding-3-small');
  const schema = ai.jsonSchema({ type: 'object' });
  const tools = {
    [WEATHER.name]: ai.tool({
      description: WEATHER.description,
      inputSchema: ai.jsonSchema(CITY),
      execute: () => 'sunny'
    })
  };
  const stopWhen = ai.stepCountIs(3);
  const asked = (model = 'gpt-4o-mini') => ({
    model: chat(model),
    prompt: QUESTION,
    maxRetries: 0,
    onError: () => undefined
  });
  const read = async (/** @type {any} */ { textStream, totalUsage }) => {
    const pieces = [];
    for await (const piece of textStream) {
      pieces.push(piece);
    }
    return [pieces, await totalUsage];
  };
  return {
    generateText: async () => (await ai.generateText(asked())).text,
    streamText: () => read(ai.streamText(asked())),
    'generateText with a tool': async () =>
      (await ai.generateText({ ...asked(), tools, stopWhen })).text,
    'streamText with a tool': () =>
      read(ai.streamText({ ...asked(), tools, stopWhen })),
    'error 429': () => failing(() => ai.generateText(asked('err-429'))),
    'error 500 of a stream': () =>
      partsOf(ai.streamText(asked('err-500')).fullStream),
    'cut connection': () =>
      partsOf(ai.streamText(asked('cut')).fullStream).catch(String),
    abort: async () => {
      const ending = new AbortController();
      const { fullStream } = ai.streamText({
        ...asked('slow'),
        abortSignal: ending.signal
      });
      const types = [];
      for await (const { type } of fullStream) {
        types.push(type);
        if (type === 'text-delta') {
          ending.abort();
        }
      }
      return types;
    },
    'abort before the first chunk': async () => {
      const ending = new AbortController();
      const { fullStream } = ai.streamText({
        ...asked(),
        model: aborted(ending).chat('gpt-4o-mini'),
        abortSignal: ending.signal
      });
      return partsOf(fullStream);
    },
    'reader of parts and of text': async () => {
      const { fullStream, textStream } = ai.streamText(asked());
      return Promise.all([partsOf(fullStream), read({ textStream })]);
    },
    'calls at once': async () => {
      const calls = [1, 2, 3].map(() => ai.generateText(asked()));
      return (await Promise.all(calls)).map(({ text }) => text);
    },
    'agent with a tool that gives more than once': async () => {
      const agent = new ai.ToolLoopAgent({
        model: chat('gpt-4o-mini'),
        tools: {
          [WEATHER.name]: ai.tool({
            description: WEATHER.description,
            inputSchema: ai.jsonSchema(CITY),
            async *execute() {
              yield 'cloudy';
              yield await Promise.resolve('sunny');
            }
          })
        }
      });
      return (await agent.generate({ prompt: QUESTION })).text;
    },
    'callbacks and an error': () =>
      failing(() =>
        ai.generateText({ ...asked('err-500'), experimental_onStart: wait })
      ),
    generateObject: async () =>
      (await ai.generateObject({ ...asked(), schema })).object,
    streamObject: () => all(ai.streamObject({ ...asked(), schema })),
    'cut streamObject': () =>
      all(ai.streamObject({ ...asked('cut'), schema })).catch(String),
    'object as output': async () => {
      const output = ai.Output.object({ schema });
      return (await ai.generateText({ ...asked(), output })).output;
    },
    embed: async () => (await ai.embed({ model, value: 'a' })).embedding.length,
    embedMany: async () =>
      (await ai.embedMany({ model, values: ['a', 'b'] })).embeddings.length,
    'error of embed': () =>
      failing(() =>
        ai.embed({ model: embedding('err-429'), value: 'a', maxRetries: 0 })
      )
  };
}
