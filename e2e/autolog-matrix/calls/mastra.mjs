import { failing, first, QUESTION, WEATHER } from './reading.mjs';

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
  const shape = z.object({ text: z.string() });
  const stepOf = (
    /** @type {string} */ id,
    /** @type {(context: any) => Promise<unknown>} */ execute
  ) =>
    workflows.createStep({
      ...{ id, inputSchema: shape, outputSchema: shape, execute }
    });
  const shout = (/** @type {string} */ id) =>
    stepOf(id, async ({ inputData }) => ({
      text: inputData.text.toUpperCase()
    }));
  const workflow = () =>
    workflows.createWorkflow({
      ...{ id: 'loud', inputSchema: shape, outputSchema: shape }
    });
  const start = async (/** @type {any} */ built) => {
    const made = built.commit();
    const run = await (made.createRunAsync ?? made.createRun).call(made);
    return run.start({ inputData: { text: 'hi' } });
  };
  return {
    generate: async () => (await agentOf().generate(QUESTION)).text,
    stream: async () => textsOf((await agentOf().stream(QUESTION)).textStream),
    tool: async () => (await withTool().generate(QUESTION)).text,
    'streamed run with a tool': async () =>
      textsOf((await withTool().stream(QUESTION)).textStream),
    workflow: async () => {
      const { status, result } = await start(workflow().then(shout('shout')));
      return [status, result];
    },
    'parallel steps': async () => {
      const steps = [shout('left'), shout('right')];
      const { status, result } = await start(workflow().parallel(steps));
      return [status, result];
    },
    'step that throws': async () => {
      const { status } = await start(
        workflow().then(
          stepOf('fail', async () => {
            throw new Error('no sun');
          })
        )
      );
      return status;
    },
    'workflow that asks a human': async () => {
      const ask = stepOf('ask', ({ suspend }) => suspend({}));
      return (await start(workflow().then(ask))).status;
    },
    'aborted stream': async () => {
      const controller = new AbortController();
      const { signal: abortSignal } = controller;
      const answer = await agentOf('slow').stream(QUESTION, { abortSignal });
      const piece = await first(answer.textStream);
      controller.abort();
      return piece;
    },
    'cut connection': async () => {
      const answer = await agentOf('cut').stream(QUESTION);
      return [await textsOf(answer.textStream), String(answer.error)];
    },
    'error 429': () => failing(() => agentOf('err-429').generate(QUESTION))
  };
}
