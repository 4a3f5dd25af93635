import { describe, expect, it } from '@jest/globals';
import * as library from '@ax-llm/ax';
import { withSpan } from '../../api/with-span';
import { ax } from '../autolog';
import { spanNamed, treeOf, type ObservedSpan } from './observed-spans';
import { all, failing, first, programNamed, shown } from './programs';
import { traceCalls } from './traced-calls';

const QUESTION = { question: 'hello world' };

describe('auto tracing of ax', () => {
  const traced = traceCalls();

  function modelOf(model = 'gpt-4o-mini') {
    return library.ai({
      name: 'openai',
      apiKey: 'sk-secret',
      apiURL: `${traced.url}/v1`,
      // Its names are the library's; the fake server has others.
      config: { model: model as never, stream: false },
      options: { retry: { maxRetries: 0 } }
    });
  }

  /** The fake provider answers `Echo: …`, which is the field. */
  function programOf() {
    return new library.AxGen<typeof QUESTION, { echo: string }>(
      'question:string -> echo:string'
    );
  }

  function withTool() {
    return new library.AxGen<typeof QUESTION, { echo: string }>(
      'question:string -> echo:string',
      {
        functions: [
          {
            name: 'get_weather',
            description: 'the weather',
            parameters: {
              type: 'object',
              properties: { city: { type: 'string', description: 'which' } }
            },
            func: ({ city }: { city: string }) =>
              withSpan(() => `sunny in ${city}`, { name: 'look up' })
          }
        ]
      }
    );
  }

  const chat = (model: string, stream: boolean) =>
    modelOf(model).chat(
      { chatPrompt: [{ role: 'user', content: 'hello world' }] },
      { stream }
    );

  const SHAPES: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['a program', () => programOf().forward(modelOf(), QUESTION)],
    [
      'a streamed program',
      () => all(programOf().streamingForward(modelOf(), QUESTION))
    ],
    [
      'a reader that stops early',
      () => first(programOf().streamingForward(modelOf('slow'), QUESTION))
    ],
    ['a program with a tool', () => withTool().forward(modelOf(), QUESTION)],
    [
      'a flow',
      () =>
        library
          .flow<typeof QUESTION>()
          .node('ask', 'question:string -> echo:string')
          .execute('ask', ({ question }) => ({ question }))
          .returns(({ askResult }) => ({ echo: askResult.echo }))
          .forward(modelOf(), QUESTION)
    ],
    ['a chat', async () => choicesOf(await chat('gpt-4o-mini', false))],
    ['a streamed chat', async () => choicesOf(await chat('gpt-4o-mini', true))],
    [
      'embeddings',
      async () =>
        (
          await modelOf().embed({
            texts: ['a', 'b'],
            embedModel: library.AxAIOpenAIEmbedModel.TextEmbedding3Small
          })
        ).embeddings
    ],
    [
      'an error',
      () => refused(programOf().forward(modelOf('err-429'), QUESTION))
    ],
    [
      'a program with a refused key',
      () => refused(programOf().forward(modelOf('err-401'), QUESTION))
    ],
    ['a refused key', () => refused(chat('err-401', false))]
  ];

  async function spansOf(name: string): Promise<ObservedSpan[]> {
    await ax.autolog(library);
    await programNamed(SHAPES, name)();
    return traced.ended();
  }

  it.each(SHAPES)('changes nothing about the result: %s', (_name, program) =>
    traced.expectSame(program, () => ax.autolog(library), comparable)
  );

  it.each(['a program', 'a streamed program'])(
    'records fields in and out, and the call of the model: %s',
    async name => {
      const spans = await spansOf(name);
      const root = name === 'a program' ? 'forward' : 'streamingForward';
      expect(treeOf(spans)).toEqual([
        `AxGen.${root} LLM`,
        '  OpenAI.chat CHAT_MODEL'
      ]);
      expect(spanNamed(spans, `AxGen.${root}`)).toMatchObject({
        inputs: QUESTION,
        outputs: { echo: expect.stringContaining('hello world') },
        attributes: { signature: 'question:string -> echo:string' }
      });
      expect(spanNamed(spans, 'OpenAI.chat')).toMatchObject({
        inputs: { messages: [{ role: 'system' }, { role: 'user' }] },
        outputs: {
          choices: [{ message: { role: 'assistant' }, finish_reason: 'stop' }]
        },
        attributes: {
          'mlflow.message.format': 'openai',
          'mlflow.llm.model': 'gpt-4o-mini',
          'mlflow.llm.provider': 'openai',
          'mlflow.chat.tokenUsage': { input_tokens: 9, total_tokens: 21 }
        }
      });
    }
  );

  it('rebuilds of a stream what the whole answer says', async () => {
    const [whole] = await spansOf('a chat');
    traced.clear();
    const [span] = await spansOf('a streamed chat');
    expect(span?.outputs).toEqual(whole?.outputs);
    expect(span?.attributes['mlflow.chat.tokenUsage']).toEqual(
      whole?.attributes['mlflow.chat.tokenUsage']
    );
    expect(span?.events[0]?.name).toBe('first_token');
  });

  it('hangs a tool, and what it calls, under the program', async () => {
    const spans = await spansOf('a program with a tool');
    expect(treeOf(spans)).toEqual([
      'AxGen.forward LLM',
      '  OpenAI.chat CHAT_MODEL',
      '  get_weather TOOL',
      '    look up UNKNOWN',
      '  OpenAI.chat CHAT_MODEL'
    ]);
    const [first] = spans;
    expect(first).toMatchObject({
      outputs: {
        choices: [
          { message: { tool_calls: [{ function: { name: 'get_weather' } }] } }
        ]
      },
      attributes: {
        'mlflow.chat.tools': [{ function: { name: 'get_weather' } }]
      }
    });
    expect(spanNamed(spans, 'get_weather')).toMatchObject({
      inputs: { city: 'Paris' },
      outputs: 'sunny in Paris'
    });
  });

  it('draws a flow with its programs as one tree', async () => {
    expect(treeOf(await spansOf('a flow'))).toEqual([
      'AxFlow.forward CHAIN',
      '  AxGen.forward LLM',
      '    OpenAI.chat CHAT_MODEL'
    ]);
  });

  it('records embeddings by their heads', async () => {
    const [span] = await spansOf('embeddings');
    expect(span?.spanType).toBe('EMBEDDING');
    expect(span?.attributes['mlflow.llm.model']).toBe('text-embedding-3-small');
    expect(shown(span).length).toBeLessThan(4000);
  });

  it('records an error at the model and at the program', async () => {
    expect(treeOf(await spansOf('an error'))).toEqual([
      'AxGen.forward LLM !',
      '  OpenAI.chat CHAT_MODEL !'
    ]);
  });

  it.each(['a refused key', 'a program with a refused key'])(
    'records no key that a server repeats: %s',
    async name => {
      const spans = await spansOf(name);
      expect(spans.length).toBeGreaterThan(0);
      expect(shown(spans)).not.toContain('sk-secret');
    }
  );

  it('records no client, and no key of one, that a flow of an agent is handed', async () => {
    await ax.autolog(library);
    const agent = library.agent('question:string -> echo:string', {
      ai: modelOf()
    });
    await failing(agent.forward(modelOf(), QUESTION, { maxSteps: 1 }));
    const spans = await traced.ended();
    expect(spanNamed(spans, 'AxFlow.forward').inputs).toMatchObject({
      agentValues: QUESTION
    });
    expect(shown(spans)).not.toContain('sk-secret');
  });

  it('takes a stream that the program aborts for left', async () => {
    await ax.autolog(library);
    const controller = new AbortController();
    const stream = programOf().streamingForward(modelOf('slow'), QUESTION, {
      abortSignal: controller.signal
    });
    await stream.next();
    controller.abort();
    await failing(all(stream));
    const spans = await traced.ended();
    expect(treeOf(spans)).toEqual([
      'AxGen.streamingForward LLM',
      '  OpenAI.chat CHAT_MODEL'
    ]);
    for (const { attributes } of spans) {
      expect(attributes).toMatchObject({ 'mlflow.stream.interrupted': true });
    }
  });

  it('marks what a reader left', async () => {
    const spans = await spansOf('a reader that stops early');
    expect(spanNamed(spans, 'AxGen.streamingForward').attributes).toMatchObject(
      { 'mlflow.stream.interrupted': true }
    );
  });

  it('takes a client alone, is found, and is undone', async () => {
    await ax.autolog(modelOf());
    await programNamed(SHAPES, 'a program')();
    expect(treeOf(await traced.ended())).toEqual(['OpenAI.chat CHAT_MODEL']);
    await ax.autolog({ disable: true });
    await programNamed(SHAPES, 'a program')();
    expect(await traced.ended()).toHaveLength(1);
    expect(await ax.autolog({ silent: true })).toBe(true);
  });
});

/** The first line of an error: the others hold times and ids. */
async function refused(work: Promise<unknown>): Promise<unknown> {
  return (await failing(work)).split('\n')[0];
}

/** What a model said, whole or in pieces. */
async function choicesOf(answer: unknown): Promise<unknown> {
  return answer instanceof ReadableStream ? all(answer) : answer;
}

/** What each answer has of its own: times, sizes and ids. */
function comparable(result: unknown): string {
  return JSON.stringify(result, (key, value: unknown) =>
    /date|duration|sessionId/i.test(key) ? undefined : value
  );
}
