import { beforeAll, describe, expect, it } from '@jest/globals';
import type * as Ai6 from 'ai';
import { withSpan } from '../../api/with-span';
import { vercel } from '../autolog';
import { treeOf, type ObservedSpan } from './observed-spans';
import { all, failing, shown } from './programs';
import { traceCalls } from './traced-calls';
import { weatherTool, type Program, type Sdk } from './vercel-shapes';
import { VERSIONS } from './vercel-versions';

type Asked = Parameters<typeof Ai6.streamText>[0];

/** What most programs ask, of a model of that name. */
const asked = ({ openai }: Sdk, model = 'gpt-4o-mini') => ({
  ...{ model: openai.chat(model), prompt: 'hello big wide world' },
  onError: () => undefined
});

const stream =
  (more: (sdk: Sdk) => Partial<Asked> = () => ({}), model?: string) =>
  (sdk: Sdk) =>
    sdk.ai.streamText({ ...asked(sdk, model), ...more(sdk) } as Asked);

const typesOf = async (parts: AsyncIterable<{ type: string }>) =>
  (await all(parts)).map(part => (part as { type: string }).type);

const generated = async (
  sdk: Sdk,
  more: Partial<Parameters<typeof Ai6.generateText>[0]> = {},
  model?: string
): Promise<string> =>
  (
    await sdk.ai.generateText({ ...asked(sdk, model), ...more } as Parameters<
      typeof Ai6.generateText
    >[0])
  ).text;

const withTool = (sdk: Sdk, execute?: () => unknown) => ({
  tools: weatherTool(sdk, execute),
  stopWhen: sdk.ai.stepCountIs(3)
});

const generatorTool = ({ ai }: Sdk) => ({
  tools: {
    get_weather: ai.tool({
      inputSchema: ai.jsonSchema({ type: 'object' }),
      async *execute() {
        yield 'cloudy';
        yield await Promise.resolve('sunny');
      }
    })
  },
  stopWhen: ai.stepCountIs(3)
});

const noStep = () => {
  throw new Error('no step');
};

const answer = ({ ai }: Sdk) =>
  ai.Output.object({ schema: ai.jsonSchema({ type: 'object' }) });

/** Callbacks of the program's own, that take their time. */
function callbacks(log: string[]): object {
  const names = [
    ...['experimental_onStart', 'experimental_onStepStart', 'onStepFinish'],
    ...['experimental_onToolCallStart', 'experimental_onToolCallFinish'],
    'onFinish'
  ];
  return Object.fromEntries(
    names.map(name => [
      name,
      async () => {
        log.push(await Promise.resolve(name));
      }
    ])
  );
}

const GENERATED = ['ai.generateText', '  ai.generateText.doGenerate'];
const STREAMED = ['ai.streamText', '  ai.streamText.doStream'];
const GENERATED_WITH_TOOL = [
  ...[...GENERATED, '  get_weather'],
  '  ai.generateText.doGenerate'
];
const STREAMED_WITH_TOOL = [
  ...[...STREAMED, '  get_weather'],
  '  ai.streamText.doStream'
];

const USES: readonly (readonly [string, Program, readonly string[]])[] = [
  [
    'a model that is busy at first',
    async sdk => {
      // Whether it is the first to be asked is counted by the server.
      const model = `flaky-429-${Math.random()}`;
      const { textStream } = stream(undefined, model)(sdk);
      return [await generated(sdk, {}, `${model}-too`), await all(textStream)];
    },
    [...GENERATED, ...STREAMED]
  ],
  [
    'a tool that gives more than one result',
    sdk => generated(sdk, generatorTool(sdk)),
    GENERATED_WITH_TOOL
  ],
  [
    'a tool of a stream that gives more than one result',
    sdk => typesOf(stream(generatorTool)(sdk).fullStream),
    STREAMED_WITH_TOOL
  ],
  [
    'an object as output',
    async sdk =>
      (await sdk.ai.generateText({ ...asked(sdk), output: answer(sdk) }))
        .output,
    GENERATED
  ],
  [
    'an object as output of a stream',
    sdk =>
      all(
        sdk.ai.streamText({ ...asked(sdk), output: answer(sdk) })
          .partialOutputStream
      ),
    STREAMED
  ],
  [
    'a smooth stream',
    sdk =>
      all(
        stream(({ ai }) => ({
          experimental_transform: ai.smoothStream({ delayInMs: 1 })
        }))(sdk).textStream
      ),
    STREAMED
  ],
  [
    'a stream for a user interface',
    async sdk => {
      const parts = await all(
        stream()(sdk).toUIMessageStream({ generateMessageId: () => 'one' })
      );
      return parts.map(part => (part as { type: string }).type);
    },
    STREAMED
  ],
  [
    'a stream as a response',
    sdk => stream()(sdk).toTextStreamResponse().text(),
    STREAMED
  ],
  [
    'a stream that is only consumed',
    async sdk => {
      const result = stream()(sdk);
      await result.consumeStream();
      return result.text;
    },
    STREAMED
  ],
  [
    'two readers at once',
    sdk => {
      const { fullStream, textStream } = stream()(sdk);
      return Promise.all([typesOf(fullStream), all(textStream)]);
    },
    STREAMED
  ],
  [
    'callbacks of its own',
    async sdk => {
      const log: string[] = [];
      await generated(sdk, { ...withTool(sdk), ...callbacks(log) });
      return log;
    },
    GENERATED_WITH_TOOL
  ],
  [
    'callbacks of its own for a stream',
    async sdk => {
      const log: string[] = [];
      const more = { ...withTool(sdk), ...callbacks(log) };
      await all(stream(() => more)(sdk).textStream);
      return log;
    },
    STREAMED_WITH_TOOL
  ],
  [
    'a model with middleware',
    sdk =>
      generated(sdk, {
        model: sdk.ai.wrapLanguageModel({
          model: sdk.openai.chat('gpt-4o-mini'),
          middleware: sdk.ai.extractReasoningMiddleware({ tagName: 'think' })
        })
      }),
    GENERATED
  ],
  [
    'an agent',
    async sdk => {
      const agent = new sdk.ai.ToolLoopAgent({
        model: sdk.openai.chat('gpt-4o-mini'),
        instructions: 'be nice',
        tools: weatherTool(sdk)
      });
      return (await agent.generate({ prompt: 'hello' })).text;
    },
    GENERATED_WITH_TOOL
  ],
  [
    'an agent that streams',
    async sdk => {
      const agent = new sdk.ai.ToolLoopAgent({
        model: sdk.openai.chat('gpt-4o-mini'),
        tools: weatherTool(sdk)
      });
      return all((await agent.stream({ prompt: 'hello' })).textStream);
    },
    STREAMED_WITH_TOOL
  ],
  [
    'an error with callbacks of its own',
    sdk =>
      failing(generated(sdk, { maxRetries: 0, ...callbacks([]) }, 'err-500')),
    GENERATED.map(line => `${line} !`)
  ],
  [
    'an error of a stream with callbacks of its own',
    sdk =>
      typesOf(
        stream(() => ({ maxRetries: 0, ...callbacks([]) }), 'err-500')(sdk)
          .fullStream
      ),
    STREAMED.map(line => `${line} !`)
  ],
  [
    'an error before the model is asked',
    sdk => failing(generated(sdk, { prepareStep: noStep })),
    ['ai.generateText !']
  ],
  [
    'an error of a stream before the model is asked',
    sdk => typesOf(stream(() => ({ prepareStep: noStep }))(sdk).fullStream),
    ['ai.streamText !']
  ],
  [
    'calls at once, in a function of its own',
    sdk =>
      withSpan(
        () =>
          Promise.all([
            generated(sdk),
            all(stream()(sdk).textStream),
            generated(sdk),
            all(stream()(sdk).textStream)
          ]),
        { name: 'mine' }
      ),
    [
      'mine',
      ...[...GENERATED, ...GENERATED, ...STREAMED, ...STREAMED].map(
        line => `  ${line}`
      )
    ]
  ],
  [
    'a tool that streams',
    sdk =>
      generated(
        sdk,
        withTool(sdk, async () =>
          (await all(stream()(sdk).textStream)).join('')
        )
      ),
    [...GENERATED_WITH_TOOL, ...STREAMED.map(line => `    ${line}`)]
  ],
  [
    'a tool of a stream that generates',
    sdk =>
      all(stream(() => withTool(sdk, () => generated(sdk)))(sdk).textStream),
    [...STREAMED_WITH_TOOL, ...GENERATED.map(line => `    ${line}`)]
  ]
];

/** Without types, in an order of their own: what runs at once ends in any. */
const linesOf = (spans: readonly ObservedSpan[]): string[] =>
  treeOf(spans)
    .map(line => line.replace(/ [A-Z_]+( !)?$/, '$1'))
    .sort();

describe.each(VERSIONS)('programs with ai %s', (_version, ai, createOpenAi) => {
  let sdk: Sdk;
  const traced = traceCalls();

  beforeAll(() => {
    const openai = createOpenAi({ apiKey: 'k', baseURL: `${traced.url}/v1` });
    sdk = { ai, openai };
  });

  it.each(USES)('run as they do untraced: %s', async (_name, program, tree) => {
    const spans = await traced.expectSame(
      () => program(sdk),
      () => vercel.autolog(sdk.openai)
    );
    const recorded = spans.filter(({ name }) => name !== 'mine');
    const own = spans.filter(({ name }) => name === 'mine').slice(-1);
    expect(linesOf([...own, ...recorded])).toEqual([...tree].sort());
  });

  it('record each further attempt of a stream in the same span', async () => {
    await vercel.autolog();
    await all(stream(undefined, 'flaky-503')(sdk).textStream);
    const [model] = await traced.ended();
    expect(model?.events.map(({ name }) => name).slice(0, 2)).toEqual([
      'retry',
      'first_token'
    ]);
  });

  it.each(['AbortError', 'TimeoutError'])(
    'have a stream that ends before its first chunk marked as that: %s',
    async name => {
      await vercel.autolog();
      const ending = new AbortController();
      const openai = createOpenAi({
        apiKey: 'k',
        fetch: () => {
          const reason = new DOMException('no more', name);
          ending.abort(reason);
          return Promise.reject(reason);
        }
      });
      const { fullStream } = ai.streamText({
        ...asked({ ai, openai }),
        abortSignal: ending.signal
      });
      expect(await typesOf(fullStream)).toEqual(['start', 'abort']);
      const spans = await traced.ended();
      expect(linesOf(spans)).toEqual([...STREAMED].sort());
      for (const { attributes } of spans) {
        expect(attributes['mlflow.stream.interrupted']).toBe(true);
      }
    }
  );

  it('have of many embeddings the first hundred recorded', async () => {
    await vercel.autolog(sdk.openai);
    await ai.embedMany({
      model: sdk.openai.embedding('text-embedding-3-small'),
      values: Array.from({ length: 120 }, (_, index) => `text ${index}`)
    });
    const [request] = await traced.ended();
    expect(request?.outputs).toMatchObject({
      embeddings: { 100: '… [20 more vectors]', length: 101 }
    });
  });

  it('have their images recorded as files', async () => {
    await vercel.autolog();
    await generated(sdk, {
      prompt: [
        {
          role: 'user',
          content: [{ type: 'image', image: 'QUJD', mediaType: 'image/png' }]
        }
      ]
    });
    const image = '"image":"data:image/png;base64,QUJD"';
    for (const { inputs } of await traced.ended()) {
      expect(shown(inputs)).toContain(image);
    }
  });

  it('may turn it off in the middle of a stream', async () => {
    await vercel.autolog();
    const { textStream } = stream()(sdk);
    const pieces: string[] = [];
    for await (const piece of textStream) {
      pieces.push(piece);
      await vercel.autolog({ disable: true });
    }
    expect(pieces.join('')).toBe('Echo: hello big wide world');
    expect(linesOf(await traced.ended())).toEqual([...STREAMED].sort());
  });
});
