import { describe, expect, it } from '@jest/globals';
import * as provider from '@llamaindex/openai';
import * as workflow from '@llamaindex/workflow';
import * as library from 'llamaindex';
import OpenAI from 'openai';
import { z } from 'zod';
import { trace } from '../../api/trace';
import { llamaIndex, openai } from '../autolog';
import { spanNamed, treeOf, type ObservedSpan } from './observed-spans';
import { all, failing, first, programNamed, shown } from './programs';
import { traceCalls } from './traced-calls';

const MESSAGES = [
  { role: 'system' as const, content: 'be nice' },
  { role: 'user' as const, content: 'hello world' }
];

describe('auto tracing of LlamaIndex', () => {
  const traced = traceCalls();

  /** The client is given: the library imports its own in a way that Jest does not know. */
  function optionsOf(model: string) {
    const session = new OpenAI({
      apiKey: 'sk-secret',
      baseURL: `${traced.url}/v1`,
      maxRetries: 0
    });
    // Of a newer version than the library's own; what it calls is the same.
    return { model, session: session as never };
  }

  function llmOf(model = 'gpt-4o-mini'): provider.OpenAI {
    return new provider.OpenAI(optionsOf(model));
  }

  async function queried(): Promise<unknown> {
    library.Settings.llm = llmOf();
    library.Settings.embedModel = new provider.OpenAIEmbedding(
      optionsOf('text-embedding-3-small')
    );
    const index = await library.VectorStoreIndex.fromDocuments([
      new library.Document({ text: 'cats purr', id_: 'd1' })
    ]);
    const engine = index.asQueryEngine();
    return String(await engine.query({ query: 'what do cats do?' }));
  }

  const SHAPES: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['a chat', () => llmOf().chat({ messages: MESSAGES })],
    [
      'a streamed chat',
      async () => all(await llmOf().chat({ messages: MESSAGES, stream: true }))
    ],
    ['an error', () => failing(llmOf('err-429').chat({ messages: MESSAGES }))],
    [
      'a reader that stops early',
      async () =>
        first(await llmOf('slow').chat({ messages: MESSAGES, stream: true }))
    ],
    ['a query', queried]
  ];

  async function spansOf(name: string): Promise<ObservedSpan[]> {
    await llamaIndex.autolog([library, provider]);
    await programNamed(SHAPES, name)();
    return traced.ended();
  }

  it.each(SHAPES)('changes nothing about the result: %s', (_name, program) =>
    traced.expectSame(program, () => llamaIndex.autolog([library, provider]))
  );

  it.each(['a chat', 'a streamed chat'])(
    'records messages, model and answer: %s',
    async name => {
      const spans = await spansOf(name);
      expect(treeOf(spans)).toEqual(['OpenAI.chat CHAT_MODEL']);
      expect(spans[0]).toMatchObject({
        inputs: { messages: MESSAGES },
        outputs: {
          choices: [
            { message: { role: 'assistant', content: 'Echo: hello world' } }
          ]
        },
        attributes: { 'mlflow.llm.model': 'gpt-4o-mini' }
      });
    }
  );

  it('counts the tokens of a chat', async () => {
    const [span] = await spansOf('a chat');
    expect(span?.attributes['mlflow.chat.tokenUsage']).toMatchObject({
      total_tokens: 21
    });
  });

  it('records an error, and a stream that is left', async () => {
    expect(treeOf(await spansOf('an error'))).toEqual([
      'OpenAI.chat CHAT_MODEL !'
    ]);
    traced.clear();
    const [span] = await spansOf('a reader that stops early');
    expect(span?.attributes['mlflow.stream.interrupted']).toBe(true);
  });

  it('draws a query with its documents, embeddings and model as one tree', async () => {
    const spans = await spansOf('a query');
    const query = spans.slice(1);
    expect(treeOf(query)).toEqual([
      'RetrieverQueryEngine.query CHAIN',
      '  VectorIndexRetriever.retrieve RETRIEVER',
      '    OpenAIEmbedding.getQueryEmbedding EMBEDDING',
      '  CompactAndRefine.synthesize CHAIN',
      '    OpenAI.chat CHAT_MODEL'
    ]);
    expect(spanNamed(spans, 'VectorIndexRetriever.retrieve')).toMatchObject({
      inputs: 'what do cats do?',
      outputs: [{ page_content: 'cats purr' }]
    });
    expect(
      shown(spanNamed(spans, 'OpenAIEmbedding.getQueryEmbedding')).length
    ).toBeLessThan(1500);
  });

  it.each([false, true])(
    'draws what a chat engine asks as one tree, streamed: %s',
    async stream => {
      const spans = await traced.expectSame(
        async () => {
          const engine = new library.SimpleChatEngine({ llm: llmOf() });
          const message = 'hello world';
          return stream
            ? (await all(await engine.chat({ message, stream: true }))).length
            : String(await engine.chat({ message }));
        },
        () => llamaIndex.autolog([library, provider])
      );
      expect(treeOf(spans)).toEqual([
        'SimpleChatEngine.chat CHAIN',
        '  OpenAI.chat CHAT_MODEL'
      ]);
      expect(spanNamed(spans, 'SimpleChatEngine.chat')).toMatchObject({
        inputs: 'hello world',
        outputs: 'Echo: hello world'
      });
    }
  );

  function agentWith(execute: (input: { city: string }) => string) {
    return workflow.agent({
      llm: llmOf(),
      tools: [
        library.tool({
          name: 'get_weather',
          description: 'the weather',
          parameters: z.object({ city: z.string() }),
          execute
        })
      ]
    });
  }

  /** The spans of an agent that is asked for the weather. */
  async function spansOfRun(
    execute: (input: { city: string }) => string,
    how: 'run' | 'runStream' = 'run'
  ): Promise<ObservedSpan[]> {
    return traced.expectSame(
      async () => {
        const agent = agentWith(execute);
        return how === 'run'
          ? (await agent.run('what weather?')).data.result
          : (await all(agent.runStream('what weather?'))).length;
      },
      () => llamaIndex.autolog([library, provider, workflow])
    );
  }

  it.each(['run', 'runStream'] as const)(
    'draws the run of an agent, its tools and what they trace, as one tree: %s',
    async how => {
      const lookUp = trace(({ city }: { city: string }) => `sunny in ${city}`, {
        name: 'look up'
      });
      const spans = await spansOfRun(lookUp, how);
      // The function that the tool calls is traced in the untraced run too, alone.
      expect(treeOf(spans.slice(1))).toEqual([
        'AgentWorkflow.run AGENT',
        '  OpenAI.chat CHAT_MODEL',
        '  get_weather TOOL',
        '    look up UNKNOWN',
        '  OpenAI.chat CHAT_MODEL'
      ]);
      expect(spanNamed(spans, 'AgentWorkflow.run')).toMatchObject({
        inputs: 'what weather?',
        outputs: 'Echo: sunny in Paris'
      });
      expect(spanNamed(spans, 'get_weather')).toMatchObject({
        inputs: { city: 'Paris' },
        outputs: 'sunny in Paris'
      });
    }
  );

  it('records a tool that throws, which is no error of the agent', async () => {
    const spans = await spansOfRun(() => {
      throw new Error('no weather');
    });
    expect(treeOf(spans)).toEqual([
      'AgentWorkflow.run AGENT',
      '  OpenAI.chat CHAT_MODEL',
      '  get_weather TOOL !',
      '  OpenAI.chat CHAT_MODEL'
    ]);
    expect(shown(spanNamed(spans, 'get_weather').status)).toContain(
      'no weather'
    );
  });

  it('draws a call of the model’s client under that of the model', async () => {
    await openai.autolog(OpenAI);
    const tree = treeOf(await spansOf('a streamed chat'));
    expect(tree).toEqual([
      'OpenAI.chat CHAT_MODEL',
      '  Completions CHAT_MODEL'
    ]);
  });

  it('records shapes and sizes only, when told so', async () => {
    await llamaIndex.autolog([library, provider, workflow], {
      captureContent: false
    });
    await queried();
    await agentWith(({ city }) => `sunny in ${city}`).run('what weather?');
    const text = shown(await traced.ended());
    expect(text).toContain('get_weather');
    for (const content of ['cats', 'purr', 'sk-secret', 'Paris', 'sunny']) {
      expect(text).not.toContain(content);
    }
  });

  it('takes a model that exists', async () => {
    const llm = llmOf();
    await llamaIndex.autolog(llm);
    await llm.chat({ messages: MESSAGES });
    expect(await traced.ended()).toHaveLength(1);
  });

  it('does nothing twice, and undoes everything', async () => {
    const prototypes = [
      [provider.OpenAI.prototype, 'chat'],
      [library.BaseSynthesizer.prototype, 'synthesize'],
      [library.RetrieverQueryEngine.prototype, '_query']
    ] as const;
    const current = () =>
      prototypes.map(([owner, name]): unknown => Reflect.get(owner, name));
    const before = current();
    await llamaIndex.autolog([library, provider]);
    await spansOf('a chat');
    expect(await traced.ended()).toHaveLength(1);
    await llamaIndex.autolog({ disable: true });
    expect(current()).toEqual(before);
  });

  it('refuses what is not of the library', async () => {
    expect(await llamaIndex.autolog(OpenAI, { silent: true })).toBe(false);
  });
});
