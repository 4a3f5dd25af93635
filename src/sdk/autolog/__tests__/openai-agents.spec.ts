import { beforeAll, describe, expect, it } from '@jest/globals';
import * as agents from '@openai/agents';
import OpenAI from 'openai';
import { z } from 'zod';
import { withSpan } from '../../api/with-span';
import { shared } from '../../state';
import { openai, openaiAgents } from '../autolog';
import { spanNamed, treeOf, type ObservedSpan } from './observed-spans';
import { all, failing, first, programNamed, shown } from './programs';
import { traceCalls } from './traced-calls';

const weather = agents.tool({
  name: 'get_weather',
  description: 'the weather',
  parameters: z.object({ city: z.string() }),
  execute: ({ city }) => withSpan(() => `sunny in ${city}`, { name: 'look up' })
});

function agentOf(model = 'gpt-4o', tools = [weather]): agents.Agent {
  return new agents.Agent({
    name: 'Guide',
    instructions: 'be nice',
    model,
    tools
  });
}

async function streamed(model?: string): Promise<unknown> {
  const result = await agents.run(agentOf(model), 'hello', { stream: true });
  const events = await all(result);
  return [events.length, result.finalOutput];
}

const SHAPES: readonly (readonly [string, () => Promise<unknown>])[] = [
  [
    'a run',
    async () => {
      const { finalOutput, history } = await agents.run(agentOf(), 'hello');
      return [finalOutput, history];
    }
  ],
  ['a streamed run', () => streamed()],
  ['an error', () => failing(agents.run(agentOf('err-429'), 'hello'))],
  ['an error of a stream', () => failing(streamed('err-429'))],
  ['a refused key', () => failing(agents.run(agentOf('err-401'), 'hello'))],
  [
    'a reader that stops early',
    async () => {
      const result = await agents.run(agentOf('slow'), 'hello', {
        stream: true
      });
      return first(result);
    }
  ],
  [
    'a conversation',
    () =>
      agents.withTrace(
        'My workflow',
        async () => (await agents.run(agentOf(), 'hello')).finalOutput,
        { groupId: 'chat 7' }
      )
  ],
  [
    'an agent as a tool',
    async () => {
      const asked = new agents.Agent({ name: 'Expert', model: 'gpt-4o' });
      const boss = new agents.Agent({
        name: 'Boss',
        model: 'gpt-4o',
        tools: [
          agents.tool({
            name: 'ask',
            description: 'an expert',
            parameters: z.object({ city: z.string() }),
            execute: async ({ city }) =>
              String((await agents.run(asked, city)).finalOutput)
          })
        ]
      });
      return (await agents.run(boss, 'hello')).finalOutput;
    }
  ]
];

describe('auto tracing of OpenAI’s Agents SDK', () => {
  const traced = traceCalls();

  beforeAll(() => {
    // Off in tests by default; and nothing is to go to OpenAI.
    agents.setTracingDisabled(false);
    agents.setTraceProcessors([]);
    agents.setDefaultOpenAIClient(
      new OpenAI({
        apiKey: 'sk-secret',
        baseURL: `${traced.url}/v1`,
        maxRetries: 0
      })
    );
  });

  async function spansOf(name: string): Promise<ObservedSpan[]> {
    await openaiAgents.autolog(agents);
    await programNamed(SHAPES, name)();
    return traced.ended();
  }

  it.each(SHAPES)('changes nothing about the result: %s', (_name, program) =>
    traced.expectSame(program, () => openaiAgents.autolog(agents))
  );

  it.each([
    ['a run', 'AgentRunner.run'],
    ['a streamed run', 'AgentRunner.run_streamed']
  ])('draws the tree of Python: %s', async (name, root) => {
    const spans = await spansOf(name);
    expect(treeOf(spans)).toEqual([
      `${root} AGENT`,
      '  Guide AGENT',
      '    Response CHAT_MODEL',
      '    get_weather TOOL',
      '      look up UNKNOWN',
      '    Response CHAT_MODEL'
    ]);
    expect(spanNamed(spans, root)).toMatchObject({
      inputs: 'hello',
      outputs: 'Echo: sunny in Paris'
    });
    expect(spanNamed(spans, 'get_weather')).toMatchObject({
      inputs: { city: 'Paris' },
      outputs: 'sunny in Paris'
    });
  });

  it('records a model’s answer with tools and tokens', async () => {
    expect(spanNamed(await spansOf('a run'), 'Response')).toMatchObject({
      inputs: [{ role: 'user', content: 'hello' }],
      outputs: [
        {
          type: 'function_call',
          name: 'get_weather',
          arguments: '{"city":"Paris"}'
        }
      ],
      attributes: {
        'mlflow.message.format': 'openai-agent',
        'mlflow.llm.model': 'gpt-4o',
        'mlflow.chat.tokenUsage': { total_tokens: 21 },
        'mlflow.chat.tools': [
          { type: 'function', function: { name: 'get_weather' } }
        ]
      }
    });
  });

  it('draws a call of the client under the answer that it gave', async () => {
    await openai.autolog(OpenAI);
    expect(treeOf(await spansOf('an agent as a tool'))).toEqual([
      'AgentRunner.run AGENT',
      '  Boss AGENT',
      '    Response CHAT_MODEL',
      '      Responses CHAT_MODEL',
      '    ask TOOL',
      '      AgentRunner.run AGENT',
      '        Expert AGENT',
      '          Response CHAT_MODEL',
      '            Responses CHAT_MODEL',
      '    Response CHAT_MODEL',
      '      Responses CHAT_MODEL'
    ]);
  });

  it.each(['an error', 'an error of a stream'])(
    'marks what failed: %s',
    async name => {
      const [root, ...others] = treeOf(await spansOf(name));
      expect(root).toMatch(/^AgentRunner.run.* AGENT !$/);
      expect(others).toEqual(['  Guide AGENT !', '    Response CHAT_MODEL !']);
    }
  );

  it('does not record a key that a server repeats', async () => {
    const spans = await spansOf('a refused key');
    expect(shown(spans)).not.toContain('sk-secret');
    expect(shown(spans)).toContain('status 401');
  });

  it('ends a run whose reader goes away', async () => {
    const spans = await spansOf('a reader that stops early');
    const root = spanNamed(spans, 'AgentRunner.run_streamed');
    expect(root.status.statusCode).toBe('OK');
    expect(root.attributes['mlflow.stream.interrupted']).toBe(true);
  });

  it.each([
    ['a streamed run', { outputs: 'Echo: sunny in Paris' }],
    ['an error of a stream', { status: { statusCode: 'ERROR' } }],
    [
      'a reader that stops early',
      { attributes: { 'mlflow.stream.interrupted': true } }
    ]
  ])(
    'keeps a run open while it streams, also when the SDK tells of no trace: %s',
    async (name, expected) => {
      agents.setTracingDisabled(true);
      const spans = await spansOf(name).finally(() => {
        agents.setTracingDisabled(false);
      });
      expect(spanNamed(spans, 'AgentRunner.run_streamed')).toMatchObject(
        expected
      );
    }
  );

  it('keeps what a model had said when its reader left', async () => {
    await openaiAgents.autolog(agents);
    const result = await agents.run(agentOf('slow-text', []), 'hello world', {
      stream: true
    });
    for await (const event of result) {
      if (
        event.type === 'raw_model_stream_event' &&
        event.data.type === 'output_text_delta'
      ) {
        break;
      }
    }
    await result.completed;
    const spans = await traced.ended();
    const left = { attributes: { 'mlflow.stream.interrupted': true } };
    expect(spanNamed(spans, 'AgentRunner.run_streamed')).toMatchObject({
      ...left,
      outputs: 'Echo: '
    });
    expect(spanNamed(spans, 'Response')).toMatchObject({
      ...left,
      outputs: [{ content: [{ text: 'Echo: ' }] }]
    });
  });

  it('ends a workflow of whose end the SDK tells nobody, as its function threw', async () => {
    await openaiAgents.autolog(agents);
    await failing(
      agents.withTrace('My workflow', async () => {
        await agents.run(agentOf(), 'hello');
        throw new Error('mine');
      })
    );
    process.emit('beforeExit', 0);
    const [root] = treeOf(await traced.ended());
    expect(root).toBe('My workflow AGENT !');
    expect(shared.openTraces.size).toBe(0);
  });

  it('draws a workflow around its runs, as a session', async () => {
    expect(treeOf(await spansOf('a conversation')).slice(0, 3)).toEqual([
      'My workflow AGENT',
      '  AgentRunner.run AGENT',
      '    Guide AGENT'
    ]);
    expect(traced.metadata).toMatchObject([
      { 'mlflow.trace.session': 'chat 7' }
    ]);
  });

  it('records shapes and sizes only, when told so', async () => {
    await openaiAgents.autolog(agents, { captureContent: false });
    await agents.run(agentOf(), 'hello');
    await failing(agents.run(agentOf('err-429'), 'hello'));
    const spans = await traced.ended();
    const text = shown(spans.filter(({ name }) => name !== 'look up'));
    for (const content of ['hello', 'Paris', 'Rate limit']) {
      expect(text).not.toContain(content);
    }
    expect(text).toContain('"total_tokens":21');
  });

  function replaced(): unknown[] {
    return [
      Reflect.get(agents.Runner.prototype, 'run'),
      Reflect.get(agents.Span.prototype, 'start'),
      Reflect.get(agents.Trace.prototype, 'end'),
      shared.contexts.size
    ];
  }

  it('does nothing twice, and undoes everything', async () => {
    const before = replaced();
    await openaiAgents.autolog(agents);
    await spansOf('a run');
    expect(await traced.ended()).toHaveLength(6);
    await openaiAgents.autolog({ disable: true });
    expect(replaced()).toEqual(before);
  });

  it('is prepared and silent with logTraces false', async () => {
    expect(await openaiAgents.autolog(agents, { logTraces: false })).toBe(true);
    await agents.run(agentOf(), 'hello');
    const names = (await traced.ended()).map(({ name }) => name);
    expect(names).toEqual(['look up']);
  });
});
