import { CITY, failing, QUESTION, WEATHER } from './reading.mjs';

/** Names of parts: the rest holds ids and times. @param {AsyncIterable<{ type: string }>} stream */
async function partsOf(stream) {
  const types = [];
  for await (const { type } of stream) {
    types.push(type);
  }
  return types;
}

/** @type {import('../try-calls.mjs').CallsOf} */
export function vercel({ modules: { ai, provider }, url }) {
  const { chat, embedding } = provider.createOpenAI({
    apiKey: 'sk-of-the-matrix',
    baseURL: `${url}/v1`
  });
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
    generateObject: async () => {
      const schema = ai.jsonSchema({ type: 'object' });
      return (await ai.generateObject({ ...asked(), schema })).object;
    },
    embed: async () => {
      const model = embedding('text-embedding-3-small');
      return (await ai.embed({ model, value: 'a' })).embedding.length;
    }
  };
}
