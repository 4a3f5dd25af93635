import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LanguageModel } from 'ai';
import { withSpan } from '../../api/with-span';
import { vercel } from '../autolog';
import { treeOf, type ObservedSpan } from './observed-spans';
import { failing, shown } from './programs';
import { traceCalls } from './traced-calls';
import { weatherTool, type Program, type Sdk } from './vercel-shapes';
import { VERSIONS } from './vercel-versions';

const EMBEDDINGS = 'text-embedding-3-small';

/** Of 6 these are seen at the provider's models, which a notebook need not hand in; of 7 they are told. */
const turnOn = ({ openai }: Sdk): Promise<boolean> => vercel.autolog(openai);

/** Those that fail always need not be asked twice. */
const retriesOf = (model: string): number =>
  model.startsWith('flaky') ? 1 : 0;

const embed =
  (model = EMBEDDINGS): Program =>
  async ({ ai, openai }) =>
    (
      await ai.embed({
        model: openai.embedding(model),
        value: 'a',
        maxRetries: retriesOf(model)
      })
    ).embedding;

const embedMany: Program = async ({ ai, openai }) =>
  (
    await ai.embedMany({
      model: openai.embedding(EMBEDDINGS),
      values: ['a', 'b']
    })
  ).embeddings;

/* eslint-disable @typescript-eslint/no-deprecated -- programs still call them */
async function generateObjectOf(
  { ai }: Sdk,
  model: LanguageModel,
  maxRetries = 0
): Promise<unknown> {
  const schema = ai.jsonSchema({ type: 'object' });
  const asked = { model, prompt: 'hi', schema, maxRetries };
  return (await ai.generateObject(asked)).object;
}

/** What came until the stream ended or was aborted. */
async function readObject(
  { ai }: Sdk,
  model: LanguageModel,
  abortAt = Infinity
): Promise<unknown> {
  const ending = new AbortController();
  const { partialObjectStream } = ai.streamObject({
    ...{ model, prompt: 'hi', schema: ai.jsonSchema({ type: 'object' }) },
    ...{ maxRetries: 0, abortSignal: ending.signal, onError: () => undefined }
  });
  const parts: unknown[] = [];
  for await (const part of partialObjectStream) {
    parts.push(part);
    if (parts.length === abortAt) {
      ending.abort();
    }
  }
  return parts;
}
/* eslint-enable @typescript-eslint/no-deprecated */

const generateObject =
  (model = 'gpt-4o-mini'): Program =>
  sdk =>
    generateObjectOf(sdk, sdk.openai.chat(model), retriesOf(model));

const streamObject =
  (model = 'gpt-4o-mini', abortAt?: number): Program =>
  sdk =>
    readObject(sdk, sdk.openai.chat(model), abortAt);

const SHAPES: readonly (readonly [string, Program])[] = [
  ['embed', embed()],
  ['embedMany', embedMany],
  ['generateObject', generateObject()],
  ['streamObject', streamObject()],
  ['an embedding that fails', sdk => failing(embed('err-429')(sdk))],
  ['an object that fails', sdk => failing(generateObject('err-500')(sdk))],
  ['a streamed object that fails', streamObject('err-500')],
  ['a streamed object that is cut', sdk => failing(streamObject('cut')(sdk))],
  ['an aborted object', sdk => failing(streamObject('slow', 1)(sdk))]
];

describe.each(VERSIONS)(
  'auto tracing of embeddings and objects of ai %s',
  (_version, ai, createOpenAi) => {
    let sdk: Sdk;
    const traced = traceCalls();

    beforeAll(() => {
      const openai = createOpenAi({ apiKey: 'k', baseURL: `${traced.url}/v1` });
      sdk = { ai, openai };
    });

    async function spansOf(program: Program): Promise<ObservedSpan[]> {
      await turnOn(sdk);
      await program(sdk);
      return traced.ended();
    }

    it.each(SHAPES)('changes nothing about the result: %s', (_name, program) =>
      traced.expectSame(
        () => program(sdk),
        () => turnOn(sdk)
      )
    );

    it('records an embedding and its request', async () => {
      const [request, root] = await spansOf(embed());
      expect(root).toMatchObject({
        name: 'ai.embed',
        inputs: { value: 'a' },
        attributes: {
          'mlflow.llm.model': EMBEDDINGS,
          'mlflow.llm.provider': 'openai'
        }
      });
      expect(request).toMatchObject({
        name: 'ai.embed.doEmbed',
        parentId: root?.spanId,
        inputs: { values: ['a'] },
        attributes: { 'mlflow.chat.tokenUsage': { input_tokens: 5 } }
      });
    });

    it('records embeddings by their heads', async () => {
      const spans = await spansOf(embedMany);
      expect(treeOf(spans)).toEqual([
        'ai.embedMany EMBEDDING',
        '  ai.embedMany.doEmbed EMBEDDING'
      ]);
      expect(spans.map(({ inputs }) => inputs)).toEqual([
        { values: ['a', 'b'] },
        { value: ['a', 'b'] }
      ]);
      expect(shown(spans).length).toBeLessThan(4000);
    });

    it('records all that many requests embed', async () => {
      const values = ['a', 'b', 'c'];
      const spans = await spansOf(({ openai }) =>
        ai.embedMany({
          values,
          model: ai.wrapEmbeddingModel({
            model: openai.embedding(EMBEDDINGS),
            middleware: {
              specificationVersion: 'v3',
              overrideMaxEmbeddingsPerCall: () => 2
            }
          })
        })
      );
      expect(treeOf(spans)).toEqual([
        'ai.embedMany EMBEDDING',
        '  ai.embedMany.doEmbed EMBEDDING',
        '  ai.embedMany.doEmbed EMBEDDING'
      ]);
      expect(spans.at(-1)?.inputs).toEqual({ value: values });
    });

    it('records objects, whole and streamed', async () => {
      const spans = await spansOf(async sdk => {
        await generateObject()(sdk);
        await streamObject()(sdk);
      });
      expect(treeOf(spans)).toEqual([
        'ai.generateObject CHAIN',
        '  ai.generateObject.doGenerate CHAT_MODEL',
        'ai.streamObject CHAIN',
        '  ai.streamObject.doStream CHAT_MODEL'
      ]);
      for (const { spanType, inputs, outputs, attributes } of spans) {
        if (spanType === 'CHAIN') {
          expect(outputs).toMatchObject({ object: { answer: '42' } });
          expect(inputs).toMatchObject({ schema: { type: 'object' } });
        } else {
          expect(inputs).toMatchObject({
            messages: [
              { role: 'user', content: [{ type: 'text', text: 'hi' }] }
            ]
          });
          expect(attributes['mlflow.message.format']).toBe('vercel_ai');
          expect(attributes['mlflow.chat.tokenUsage']).toMatchObject({
            input_tokens: 9,
            output_tokens: 12
          });
        }
      }
    });

    it.each([
      ['an embedding', embed('err-429'), 'ai.embed', 'EMBEDDING'],
      ['an object', generateObject('err-429'), 'ai.generateObject', 'CHAIN'],
      ['a streamed object', streamObject('cut'), 'ai.streamObject', 'CHAIN']
    ])('records %s that fails', async (_what, program, name, type) => {
      const spans = await spansOf(sdk => failing(program(sdk)));
      expect(treeOf(spans)).toEqual([
        `${name} ${type} !`,
        expect.stringMatching(/^ {2}ai\.\w+\.do\w+ \w+ !$/)
      ]);
    });

    it('records each further attempt, of an embedding as a request of its own', async () => {
      const spans = await spansOf(async sdk => {
        await embed('flaky-503')(sdk);
        await generateObject('flaky-500')(sdk);
      });
      expect(treeOf(spans)).toEqual([
        'ai.embed EMBEDDING',
        '  ai.embed.doEmbed EMBEDDING !',
        '  ai.embed.doEmbed EMBEDDING',
        'ai.generateObject CHAIN',
        '  ai.generateObject.doGenerate CHAT_MODEL'
      ]);
      const model = spans.find(({ spanType }) => spanType === 'CHAT_MODEL');
      expect(model?.events.map(({ name }) => name)).toEqual(['retry']);
    });

    it('keeps what came of an aborted object', async () => {
      const spans = await spansOf(sdk => failing(streamObject('slow', 1)(sdk)));
      expect(spans).toHaveLength(2);
      for (const { status, attributes } of spans) {
        expect(status.statusCode).toBe('OK');
        expect(attributes['mlflow.stream.interrupted']).toBe(true);
      }
    });

    it('hangs calls at once, and those of a tool, where they were made', async () => {
      const spans = await spansOf(sdk =>
        withSpan(
          () =>
            Promise.all([
              embed()(sdk),
              generateObject()(sdk),
              ai.generateText({
                ...{ model: sdk.openai.chat('gpt-4o-mini'), prompt: 'hi' },
                ...{ stopWhen: ai.stepCountIs(2) },
                tools: weatherTool(sdk, () => embedMany(sdk))
              })
            ]),
          { name: 'agent' }
        )
      );
      expect([...treeOf(spans)].sort()).toEqual(
        [
          'agent UNKNOWN',
          '  ai.embed EMBEDDING',
          '    ai.embed.doEmbed EMBEDDING',
          '  ai.generateObject CHAIN',
          '    ai.generateObject.doGenerate CHAT_MODEL',
          '  ai.generateText CHAIN',
          '    ai.generateText.doGenerate CHAT_MODEL',
          '    get_weather TOOL',
          '      ai.embedMany EMBEDDING',
          '        ai.embedMany.doEmbed EMBEDDING',
          '    ai.generateText.doGenerate CHAT_MODEL'
        ].sort()
      );
    });

    it('sees a wrapped model once', async () => {
      const spans = await spansOf(sdk =>
        generateObjectOf(
          sdk,
          sdk.ai.wrapLanguageModel({
            model: sdk.openai.chat('gpt-4o-mini'),
            middleware: {
              specificationVersion: 'v3',
              wrapGenerate: async ({ doGenerate }) => await doGenerate()
            }
          })
        )
      );
      expect(spans).toHaveLength(2);
    });

    it('records shapes and sizes only, when told so', async () => {
      await vercel.autolog(sdk.openai, { captureContent: false });
      await streamObject()(sdk);
      await embed()(sdk);
      const text = shown(await traced.ended());
      for (const content of ['"hi"', '"42"', '"a"']) {
        expect(text).not.toContain(content);
      }
    });

    it('is silent when told so, and undoes everything', async () => {
      await vercel.autolog(sdk.openai, { logTraces: false });
      await embed()(sdk);
      expect(await traced.ended()).toHaveLength(0);
      await turnOn(sdk);
      await vercel.autolog({ disable: true });
      await embed()(sdk);
      expect(await traced.ended()).toHaveLength(0);
    });
  }
);
