import { all, CITY, failing, first, MESSAGES, WEATHER } from './reading.mjs';

const BASE = {
  model: 'claude-sonnet-5-5',
  max_tokens: 2000,
  system: 'be nice',
  messages: MESSAGES
};
const TOOLS = [{ ...WEATHER, input_schema: CITY }];

/** @param {unknown} value */
const identity = value => value;

/** @type {import('../try-calls.mjs').CallsOf} */
export function anthropic({ modules: { anthropic: module }, url }) {
  const Client = module.Anthropic ?? module.default;
  const client = new Client({
    apiKey: 'sk-of-the-matrix',
    baseURL: url,
    maxRetries: 0
  });
  const streamed = (model = BASE.model) =>
    client.messages.create({ ...BASE, model, stream: true });
  return {
    create: () => client.messages.create(BASE),
    stream: async () => all(await streamed()),
    tools: () => client.messages.create({ ...BASE, tools: TOOLS }),
    'streamed tools': async () =>
      all(
        await client.messages.create({ ...BASE, tools: TOOLS, stream: true })
      ),
    'stream helper': () => client.messages.stream(BASE).finalMessage(),
    'stream helper with tools and thinking': () =>
      client.messages
        .stream({
          ...BASE,
          tools: TOOLS,
          thinking: { type: 'enabled', budget_tokens: 1024 }
        })
        .finalMessage(),
    beta: () => client.beta.messages.create(BASE),
    withResponse: async () => {
      const answer = client.messages.create(BASE);
      const { data, response } = await answer.withResponse();
      return [data, response.status];
    },
    refusal: () => client.messages.create({ ...BASE, model: 'refuse' }),
    'streamed refusal': async () => all(await streamed('refuse')),
    'streamed tool runner': async () => {
      const runner = client.beta.messages.toolRunner({
        ...BASE,
        stream: true,
        tools: [{ ...TOOLS[0], run: () => 'sunny', parse: identity }]
      });
      const messages = [];
      for await (const message of runner) messages.push(await all(message));
      return messages;
    },
    'error 429': () =>
      failing(() => client.messages.create({ ...BASE, model: 'err-429' })),
    'error 500 of a stream': () => failing(() => streamed('err-500')),
    'reader that stops': async () => first(await streamed('slow')),
    'cut connection': () => failing(async () => all(await streamed('cut')))
  };
}
