import {
  all,
  failing,
  first,
  FUNCTION,
  MESSAGES,
  WEATHER,
  CITY
} from './reading.mjs';

const BASE = { model: 'gpt-4o-mini', messages: MESSAGES };
const STREAMED = {
  ...BASE,
  stream: true,
  stream_options: { include_usage: true }
};

/** What every client made like OpenAI's can do. @param {any} client */
const chatCalls = ({ chat: { completions } }) => ({
  chat: () => completions.create({ ...BASE, temperature: 0.5 }),
  stream: async () => all(await completions.create(STREAMED)),
  tools: () => completions.create({ ...BASE, tools: [FUNCTION] }),
  'streamed tools': async () =>
    all(await completions.create({ ...STREAMED, tools: [FUNCTION] })),
  refusal: () => completions.create({ ...BASE, model: 'refuse' }),
  'streamed refusal': async () =>
    all(await completions.create({ ...STREAMED, model: 'refuse' })),
  'error 429': () =>
    failing(() => completions.create({ ...BASE, model: 'err-429' })),
  'error 500 of a stream': () =>
    failing(() => completions.create({ ...STREAMED, model: 'err-500' })),
  withResponse: async () => {
    const { data, response } = await completions.create(BASE).withResponse();
    return [data, response.status];
  },
  asResponse: async () => (await completions.create(BASE).asResponse()).json(),
  tee: async () => {
    const [left, right] = (await completions.create(STREAMED)).tee();
    return Promise.all([all(left), all(right)]);
  },
  'reader that stops': async () =>
    first(await completions.create({ ...STREAMED, model: 'slow' })),
  abort: async () => {
    const ending = new AbortController();
    const stream = await completions.create(
      { ...STREAMED, model: 'slow' },
      { signal: ending.signal }
    );
    const chunks = [];
    for await (const chunk of stream) {
      chunks.push(chunk);
      ending.abort();
    }
    return chunks;
  },
  'cut connection': () =>
    failing(async () =>
      all(await completions.create({ ...STREAMED, model: 'cut' }))
    )
});

/** @param {any} client */
const furtherCalls = client => ({
  embeddings: () =>
    client.embeddings.create({
      model: 'text-embedding-3-small',
      input: ['a', 'b']
    }),
  responses: () =>
    client.responses.create({
      model: 'gpt-4o',
      input: 'hi',
      instructions: 'be nice'
    }),
  'streamed responses': async () =>
    all(
      await client.responses.create({
        model: 'gpt-4o',
        input: 'hi',
        stream: true
      })
    ),
  'responses with tools': () =>
    client.responses.create({
      model: 'gpt-4o',
      input: 'hi',
      tools: [{ type: 'function', strict: true, ...WEATHER, parameters: CITY }]
    }),
  parse: () =>
    client.chat.completions.parse({
      ...BASE,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', schema: { type: 'object' } }
      }
    }),
  'stream helper': () =>
    client.chat.completions.stream(BASE).finalChatCompletion(),
  'stream helper of responses': () =>
    client.responses.stream({ model: 'gpt-4o', input: 'hi' }).finalResponse(),
  runTools: () =>
    client.chat.completions
      .runTools({
        ...BASE,
        tools: [
          {
            type: 'function',
            function: {
              ...FUNCTION.function,
              parse: JSON.parse,
              function: () => 'sunny'
            }
          }
        ]
      })
      .finalContent()
});

const OPTIONS = { apiKey: 'sk-of-the-matrix', maxRetries: 0 };

/** @type {import('../try-calls.mjs').CallsOf} */
export function openai({ modules: { openai: module }, url }) {
  const Client = module.OpenAI ?? module.default;
  const client = new Client({ ...OPTIONS, baseURL: `${url}/v1` });
  return { ...chatCalls(client), ...furtherCalls(client) };
}

/** @type {import('../try-calls.mjs').CallsOf} */
export function groq({ modules: { groq: module }, url }) {
  const Client = module.Groq ?? module.default;
  return chatCalls(new Client({ ...OPTIONS, baseURL: url }));
}
