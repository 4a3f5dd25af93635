import { all, failing, first, QUESTION, WEATHER } from './reading.mjs';

const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: true
};

/** @type {import('../try-calls.mjs').CallsOf} */
export function openaiAgents({ modules: { agents }, url }) {
  agents.setTraceProcessors([]); // nothing is to go to OpenAI
  const modelProvider = new agents.OpenAIProvider({
    apiKey: 'sk-of-the-matrix',
    baseURL: `${url}/v1`
  });
  const weather = agents.tool({
    ...WEATHER,
    parameters: SCHEMA,
    strict: false,
    execute: async (/** @type {any} */ { city }) => `sunny in ${city}`
  });
  const run = (
    /** @type {object} */ about,
    /** @type {object} */ options = {}
  ) =>
    new agents.Runner({ modelProvider }).run(
      new agents.Agent({
        name: 'Guide',
        instructions: 'be nice',
        model: 'gpt-4o',
        ...about
      }),
      QUESTION,
      options
    );
  const streamed = (/** @type {object} */ about) =>
    run(about, { stream: true });
  return {
    run: async () => (await run({})).finalOutput,
    'streamed run': async () => {
      const result = await streamed({});
      return [(await all(result)).length, result.finalOutput];
    },
    tool: async () => (await run({ tools: [weather] })).finalOutput,
    'streamed run with a tool': async () => {
      const result = await streamed({ tools: [weather] });
      return [(await all(result)).length, result.finalOutput];
    },
    'agent as a tool': async () => {
      const expert = new agents.Agent({ name: 'Expert', model: 'gpt-4o' });
      const ask = agents.tool({
        ...WEATHER,
        parameters: SCHEMA,
        strict: false,
        execute: async (/** @type {any} */ { city }) =>
          String(
            (await new agents.Runner({ modelProvider }).run(expert, city))
              .finalOutput
          )
      });
      return (await run({ name: 'Boss', tools: [ask] })).finalOutput;
    },
    'tool that throws': async () => {
      const execute = async () => {
        throw new Error('no sun');
      };
      const broken = { ...WEATHER, parameters: SCHEMA, strict: false, execute };
      return (await run({ tools: [agents.tool(broken)] })).finalOutput;
    },
    handoff: async () => {
      const to = new agents.Agent({ name: 'Expert', model: 'gpt-4o' });
      const handoff = agents.handoff(to, { toolNameOverride: WEATHER.name });
      const { finalOutput, lastAgent } = await run({ handoffs: [handoff] });
      return [finalOutput, lastAgent.name];
    },
    'guardrail that trips': () => {
      const execute = async () => ({ outputInfo: {}, tripwireTriggered: true });
      return failing(() =>
        run({ inputGuardrails: [{ name: 'no greetings', execute }] })
      );
    },
    conversation: () =>
      agents.withTrace('My workflow', async () => (await run({})).finalOutput, {
        groupId: 'chat 7'
      }),
    'error 429': () =>
      failing(() =>
        run({ model: 'err-429', modelSettings: { retry: { maxRetries: 0 } } })
      ),
    'cut connection': () =>
      failing(async () => all(await streamed({ model: 'cut' }))),
    'reader that stops': async () => {
      await first(await streamed({ model: 'slow' }));
      return 'stopped';
    }
  };
}
