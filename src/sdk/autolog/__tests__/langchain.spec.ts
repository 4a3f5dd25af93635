import { describe, expect, it } from '@jest/globals';
import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import * as manager from '@langchain/core/callbacks/manager';
import * as chatModels from '@langchain/core/language_models/chat_models';
import * as runnables from '@langchain/core/runnables';
import * as singletons from '@langchain/core/singletons';
import * as tools from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import OpenAI from 'openai';
import { langchain, openai } from '../autolog';
import { goldenSpans } from './golden';
import { LANGCHAIN } from './langchain-modules';
import { chainAt, QUESTION, shape, SHAPES } from './langchain-shapes';
import { spanNamed, treeOf, type ObservedSpan } from './observed-spans';
import { shown } from './programs';
import { traceCalls } from './traced-calls';

/** What differs between any two runs. */
const IDS = /[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}/g;

/** A handler of the user's. */
class Counter extends BaseCallbackHandler {
  override readonly name = 'counter';
  ends = 0;
  tokens = 0;

  override handleLLMNewToken(): void {
    this.tokens += 1;
  }

  override handleChainEnd(): void {
    this.ends += 1;
  }
}

describe('auto tracing of LangChain', () => {
  const traced = traceCalls();

  /** The spans of one traced run. */
  async function spansOf(name: string): Promise<ObservedSpan[]> {
    await langchain.autolog(LANGCHAIN);
    await shape(name)(traced.url);
    return traced.ended();
  }

  /** The same, with the model's client traced too. */
  async function treeWithOpenAi(name: string): Promise<readonly string[]> {
    await openai.autolog(OpenAI);
    return treeOf(await spansOf(name));
  }

  it.each(SHAPES)('changes nothing about the result: %s', (_name, program) =>
    traced.expectSame(
      () => program(traced.url),
      () => langchain.autolog(LANGCHAIN),
      result => JSON.stringify(result).replaceAll(IDS, 'id')
    )
  );

  it.each([
    ['a chain', 'langchain.chain'],
    ['a graph', 'langgraph.graph']
  ])('draws the tree of Python: %s', async (name, golden) => {
    expect(treeOf(await spansOf(name))).toEqual(treeOf(goldenSpans(golden)));
  });

  it.each([
    ['a chain', 'langchain.chain', 'RunnableSequence'],
    ['a chain', 'langchain.chain', 'ChatPromptTemplate'],
    ['a chain', 'langchain.chain', 'ChatOpenAI'],
    ['a graph', 'langgraph.graph', 'LangGraph'],
    ['a graph', 'langgraph.graph', 'ask'],
    ['a graph', 'langgraph.graph', 'ChatOpenAI'],
    ['a graph', 'langgraph.graph', 'up']
  ])('records what Python records: %s, %s, %s', async (name, file, span) => {
    const golden = goldenSpans(file).find(one => one.name === span);
    const { inputs, outputs } = spanNamed(await spansOf(name), span);
    expect({ inputs, outputs }).toMatchObject({
      inputs: golden?.inputs,
      outputs: golden?.outputs
    });
  });

  it('says of a model what Python says', async () => {
    const golden = goldenSpans('langchain.chain').find(
      ({ name }) => name === 'ChatOpenAI'
    );
    const { attributes } = spanNamed(await spansOf('a chain'), 'ChatOpenAI');
    for (const key of [
      'mlflow.message.format',
      'mlflow.llm.model',
      'mlflow.llm.provider',
      'mlflow.chat.tokenUsage',
      'batch_size'
    ]) {
      expect([key, attributes[key]]).toEqual([key, golden?.attributes[key]]);
    }
    expect(attributes['metadata']).toMatchObject({ ls_model_type: 'chat' });
  });

  it('records a streamed chain as a whole one, and when its tokens came', async () => {
    const whole = await spansOf('a chain');
    traced.clear();
    const spans = await spansOf('a streamed chain');
    expect(treeOf(spans)).toEqual(treeOf(whole));
    for (const name of ['ChatOpenAI', 'StrOutputParser', 'RunnableSequence']) {
      expect(spanNamed(spans, name).outputs).toEqual(
        spanNamed(whole, name).outputs
      );
    }
    expect(spanNamed(spans, 'StrOutputParser').inputs).toMatchObject({
      content: 'Echo: hello world'
    });
    const { events, attributes } = spanNamed(spans, 'ChatOpenAI');
    expect(events[0]?.name).toBe('first_token');
    expect(events.slice(1).map(event => event.attributes?.['token'])).toEqual([
      '',
      'Echo: ',
      'hello ',
      'world',
      '',
      ''
    ]);
    expect(attributes['mlflow.chat.tokenUsage']).toMatchObject({
      total_tokens: 21
    });
  });

  it.each(['an error', 'an error of a stream'])(
    'marks what failed, and no more: %s',
    async name => {
      expect(treeOf(await spansOf(name))).toEqual(
        expect.arrayContaining([
          'RunnableSequence CHAIN !',
          '  ChatPromptTemplate CHAIN',
          '  ChatOpenAI CHAT_MODEL !'
        ])
      );
    }
  );

  it('draws a call of the model’s client under the run that made it', async () => {
    expect(await treeWithOpenAi('a chain')).toEqual([
      'RunnableSequence CHAIN',
      '  ChatPromptTemplate CHAIN',
      '  ChatOpenAI CHAT_MODEL',
      '    Completions CHAT_MODEL',
      '  StrOutputParser CHAIN'
    ]);
    traced.clear();
    expect(await treeWithOpenAi('a streamed chain')).toContain(
      '    Completions CHAT_MODEL'
    );
    traced.clear();
    expect(await treeWithOpenAi('a graph')).toEqual([
      'LangGraph CHAIN',
      '  ask CHAIN',
      '    ChatOpenAI CHAT_MODEL',
      '      Completions CHAT_MODEL',
      '  up CHAIN'
    ]);
  });

  it('keeps apart what runs side by side', async () => {
    const chain = [
      '  RunnableSequence CHAIN',
      '    ChatPromptTemplate CHAIN',
      '    ChatOpenAI CHAT_MODEL',
      '      Completions CHAT_MODEL',
      '    StrOutputParser CHAIN'
    ];
    expect(await treeWithOpenAi('chains side by side')).toEqual([
      'RunnableMap CHAIN',
      ...chain,
      ...chain
    ]);
    traced.clear();
    const roots = (await treeWithOpenAi('a batch')).filter(
      line => !line.startsWith(' ')
    );
    expect(roots).toHaveLength(2);
  });

  it('hangs runs under functions of the user’s, and those under runs', async () => {
    expect(
      (await treeWithOpenAi('functions of the user’s')).slice(0, 5)
    ).toEqual([
      'outer UNKNOWN',
      '  RunnableLambda CHAIN',
      '    mine UNKNOWN',
      '      RunnableSequence CHAIN',
      '        ChatPromptTemplate CHAIN'
    ]);
  });

  it('records an agent with its tools, as a session', async () => {
    const spans = await spansOf('an agent');
    expect(treeOf(spans)).toEqual([
      'LangGraph CHAIN',
      '  model_request CHAIN',
      '    ChatOpenAI CHAT_MODEL',
      '    RunnableLambda CHAIN',
      '  tools CHAIN',
      '    get_weather TOOL',
      '      look up UNKNOWN',
      '  model_request CHAIN',
      '    ChatOpenAI CHAT_MODEL',
      '    RunnableLambda CHAIN'
    ]);
    expect(spanNamed(spans, 'get_weather')).toMatchObject({
      inputs: { city: 'Paris' },
      outputs: {
        type: 'tool',
        content: 'sunny in Paris',
        tool_call_id: 'call_1'
      }
    });
    expect(spanNamed(spans, 'ChatOpenAI')).toMatchObject({
      outputs: {
        choices: [
          {
            message: {
              tool_calls: [
                {
                  id: 'call_1',
                  type: 'function',
                  function: {
                    name: 'get_weather',
                    arguments: '{"city":"Paris"}'
                  }
                }
              ]
            },
            finish_reason: 'tool_calls'
          }
        ]
      },
      attributes: {
        'mlflow.chat.tools': [
          { type: 'function', function: { name: 'get_weather' } }
        ]
      }
    });
    expect(traced.metadata).toMatchObject([
      { 'mlflow.trace.session': 'chat 7' }
    ]);
  });

  it('does not call it an error that a graph asks a human', async () => {
    const spans = await spansOf('a graph that asks a human');
    expect(treeOf(spans)).toEqual(['LangGraph CHAIN', '  ask CHAIN']);
    expect(spanNamed(spans, 'ask').outputs).toMatchObject({
      __interrupt__: [{ value: 'sure?' }]
    });
  });

  it('records documents as MLflow knows them, and embeddings by their head', async () => {
    await openai.autolog(OpenAI);
    const spans = await spansOf('a retriever');
    expect(treeOf(spans)).toEqual([
      'Library RETRIEVER',
      '  Embeddings EMBEDDING'
    ]);
    expect(spanNamed(spans, 'Library')).toMatchObject({
      inputs: 'cats',
      outputs: [{ page_content: 'of cats', metadata: { page: 7 } }]
    });
    expect(shown(spans).length).toBeLessThan(4000);
  });

  it('records a model of texts', async () => {
    expect(await spansOf('a model of texts')).toMatchObject([
      {
        name: 'FakeLLM',
        spanType: 'LLM',
        inputs: ['well?'],
        outputs: { generations: [{ text: 'yes' }] }
      }
    ]);
  });

  it('records shapes and sizes only, when told so', async () => {
    await langchain.autolog(LANGCHAIN, { captureContent: false });
    for (const name of ['a streamed chain', 'an agent', 'an error']) {
      await shape(name)(traced.url);
    }
    const spans = await traced.ended();
    const text = shown(spans.filter(({ name }) => name !== 'look up'));
    for (const content of [
      'hello',
      'nice',
      'Paris',
      'the weather',
      'Rate limit'
    ]) {
      expect(text).not.toContain(content);
    }
    expect(text).toContain('"total_tokens":21');
  });

  it('leaves callbacks of the user’s as they are', async () => {
    const own = new Counter();
    await langchain.autolog(LANGCHAIN);
    await chainAt(traced.url).invoke(QUESTION, { callbacks: [own] });
    expect(own.ends).toBe(3);
    expect(await traced.ended()).toHaveLength(4);
  });

  it('tells callbacks of the user’s of each token, once, as of its own', async () => {
    const own = new Counter();
    await langchain.autolog(LANGCHAIN);
    const stream = await chainAt(traced.url).stream(QUESTION, {
      callbacks: [own]
    });
    let parts = 0;
    for await (const part of stream) {
      parts += typeof part === 'string' ? 1 : 0;
    }
    const { events } = spanNamed(await traced.ended(), 'ChatOpenAI');
    expect(own.tokens).toBe(parts);
    expect(events.filter(({ name }) => name === 'new_token')).toHaveLength(
      parts
    );
  });

  /** All that is replaced, of the classes that the shapes use. */
  function replaced(): unknown[] {
    return [
      [manager.CallbackManager, '_configureSync'],
      [manager.CallbackManagerForLLMRun.prototype, 'handleLLMNewToken'],
      [chatModels.BaseChatModel.prototype, '_generateUncached'],
      [chatModels.BaseChatModel.prototype, '_streamIterator'],
      [ChatOpenAI.prototype, '_generate'],
      [runnables.Runnable.prototype, 'stream'],
      [runnables.RunnableSequence.prototype, '_streamIterator'],
      [singletons.AsyncLocalStorageProviderSingleton, 'runWithConfig'],
      [tools.StructuredTool.prototype, 'call'],
      [tools.DynamicStructuredTool.prototype, '_call']
    ].map(([owner, name]) => Reflect.get(owner as object, name as string));
  }

  it('does nothing twice, and undoes everything', async () => {
    const before = replaced();
    await langchain.autolog(LANGCHAIN);
    await spansOf('a streamed chain');
    await shape('an agent')(traced.url);
    expect(replaced()).not.toEqual(before);
    traced.clear();
    await shape('a model')(traced.url);
    expect(await traced.ended()).toHaveLength(1);
    await langchain.autolog({ disable: true });
    expect(replaced()).toEqual(before);
    traced.clear();
    await shape('a chain')(traced.url);
    expect(await traced.ended()).toHaveLength(0);
  });

  it('says that something else is not LangChain', async () => {
    expect(await langchain.autolog({ invoke: () => 1 }, { silent: true })).toBe(
      false
    );
  });

  it('is prepared and silent with logTraces false', async () => {
    expect(await langchain.autolog(LANGCHAIN, { logTraces: false })).toBe(true);
    await shape('a chain')(traced.url);
    expect(await traced.ended()).toHaveLength(0);
  });
});
