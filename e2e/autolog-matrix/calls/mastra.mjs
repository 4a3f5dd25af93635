import { failing, QUESTION, WEATHER } from './reading.mjs';

/** @type {import('../try-calls.mjs').CallsOf} */
export function mastra({ modules, url }) {
  const { agents, provider, tools, workflows, zod } = modules;
  const { chat } = provider.createOpenAI({
    apiKey: 'sk-of-the-matrix',
    baseURL: `${url}/v1`
  });
  const z = zod.z;
  const weather = tools.createTool({
    id: WEATHER.name,
    description: WEATHER.description,
    inputSchema: z.object({ city: z.string() }),
    execute: async () => 'sunny'
  });
  const agentOf = (model = 'gpt-4o-mini', more = {}) =>
    new agents.Agent({
      id: 'guide',
      name: 'guide',
      instructions: 'be nice',
      model: chat(model),
      maxRetries: 0,
      ...more
    });
  const withTool = () =>
    agentOf('gpt-4o-mini', { tools: { [WEATHER.name]: weather } });
  const textsOf = async (/** @type {AsyncIterable<string>} */ stream) => {
    let text = '';
    for await (const piece of stream) {
      text += piece;
    }
    return text;
  };
  return {
    generate: async () => (await agentOf().generate(QUESTION)).text,
    stream: async () => textsOf((await agentOf().stream(QUESTION)).textStream),
    tool: async () => (await withTool().generate(QUESTION)).text,
    'streamed run with a tool': async () =>
      textsOf((await withTool().stream(QUESTION)).textStream),
    workflow: async () => {
      const shape = z.object({ text: z.string() });
      const step = workflows.createStep({
        id: 'shout',
        inputSchema: shape,
        outputSchema: shape,
        execute: async (/** @type {any} */ { inputData }) => ({
          text: inputData.text.toUpperCase()
        })
      });
      const workflow = workflows
        .createWorkflow({ id: 'loud', inputSchema: shape, outputSchema: shape })
        .then(step)
        .commit();
      const run = await (workflow.createRunAsync ?? workflow.createRun).call(
        workflow
      );
      const { status, result } = await run.start({ inputData: { text: 'hi' } });
      return [status, result];
    },
    'error 429': () => failing(() => agentOf('err-429').generate(QUESTION))
  };
}
