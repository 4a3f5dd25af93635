import process from 'node:process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { withSpan } from '../../api/with-span';
import { vercel } from '../autolog';
import { collected } from './collected';
import { treeOf, type ObservedSpan } from './observed-spans';
import { shown } from './programs';
import { shape, SHAPES, weatherTool, type Sdk } from './vercel-shapes';
import { VERSIONS } from './vercel-versions';
import { traceCalls } from './traced-calls';

const TOKENS = {
  input_tokens: 9,
  output_tokens: 12,
  total_tokens: 21,
  cache_read_input_tokens: 4
};

/** More than a stream has room for that nobody reads. */
const LONG = Array.from({ length: 300 }, (_, index) => `word${index}`).join(
  ' '
);

/** Reads a stream a little, or not at all, and lets it go. */
async function readFirst({ ai, openai }: Sdk, isRead: boolean): Promise<void> {
  const { textStream } = ai.streamText({
    model: openai.chat('gpt-4o-mini'),
    prompt: LONG
  });
  for await (const piece of isRead ? textStream : []) {
    if (piece.includes('word')) {
      return;
    }
  }
}

describe.each(VERSIONS)(
  'auto tracing of ai %s',
  (_version, ai, createOpenAi) => {
    let sdk: Sdk;
    const traced = traceCalls();

    beforeAll(() => {
      const openai = createOpenAi({
        apiKey: 'sk-secret',
        baseURL: `${traced.url}/v1`
      });
      sdk = { ai, openai };
    });

    async function spansOf(name: string): Promise<ObservedSpan[]> {
      await vercel.autolog();
      await shape(name)(sdk);
      return traced.ended();
    }

    it.each(SHAPES)('changes nothing about the result: %s', (_name, program) =>
      traced.expectSame(
        () => program(sdk),
        () => vercel.autolog(ai)
      )
    );

    it('records a call and the call of its model', async () => {
      const [model, root] = await spansOf('generateText');
      expect(root).toMatchObject({
        name: 'ai.generateText',
        spanType: 'CHAIN',
        status: { statusCode: 'OK' },
        outputs: 'Echo: hello world'
      });
      expect(model).toMatchObject({
        name: 'ai.generateText.doGenerate',
        spanType: 'CHAT_MODEL',
        inputs: {
          messages: [
            { role: 'system', content: 'be nice' },
            { role: 'user', content: 'hello world' }
          ]
        },
        outputs: { text: 'Echo: hello world', finishReason: 'stop' },
        attributes: {
          'mlflow.message.format': 'vercel_ai',
          'mlflow.llm.model': 'gpt-4o-mini',
          'mlflow.llm.provider': 'openai',
          'mlflow.chat.tokenUsage': TOKENS
        }
      });
    });

    it('rebuilds a stream, its usage and its pace', async () => {
      const [model, root] = await spansOf('streamText');
      expect(root).toMatchObject({
        name: 'ai.streamText',
        outputs: 'Echo: hello world'
      });
      expect(model).toMatchObject({
        name: 'ai.streamText.doStream',
        outputs: { text: 'Echo: hello world', finishReason: 'stop' },
        attributes: { 'mlflow.chat.tokenUsage': TOKENS }
      });
      expect(model?.events[0]?.name).toBe('first_token');
    });

    it.each(['generateText with a tool', 'streamText with a tool'])(
      'shows each step and each run of a tool: %s',
      async name => {
        const spans = await spansOf(name);
        const first = spans.find(span => span.spanType === 'CHAT_MODEL');
        const tool = spans.find(span => span.spanType === 'TOOL');
        expect(spans.map(span => span.spanType).sort()).toEqual([
          'CHAIN',
          'CHAT_MODEL',
          'CHAT_MODEL',
          'TOOL'
        ]);
        expect(tool).toMatchObject({
          name: 'get_weather',
          inputs: { city: 'Paris' },
          outputs: 'sunny'
        });
        expect(first).toMatchObject({
          outputs: {
            toolCalls: [{ toolCallId: 'call_1', toolName: 'get_weather' }],
            finishReason: 'tool-calls'
          },
          attributes: {
            'mlflow.chat.tools': [
              {
                type: 'function',
                function: {
                  name: 'get_weather',
                  description: 'the weather',
                  parameters: { type: 'object' }
                }
              }
            ]
          }
        });
      }
    );

    it('records a tool that throws, which is no error of the call', async () => {
      const spans = await spansOf('a tool that throws');
      expect(spans.map(({ status }) => status.statusCode)).toEqual([
        'OK',
        'ERROR',
        'OK',
        'OK'
      ]);
    });

    it.each([
      'an error 429',
      'an error of a stream',
      'a connection that is cut'
    ])('records %s at the model and at the call', async name => {
      const spans = await spansOf(name);
      expect(spans.map(({ status }) => status.statusCode)).toEqual([
        'ERROR',
        'ERROR'
      ]);
    });

    it('keeps what came before a connection was cut', async () => {
      const [model] = await spansOf('a connection that is cut');
      expect(model?.outputs).toMatchObject({
        text: expect.stringMatching(/^Echo/)
      });
    });

    it('does not record the key that a server repeats', async () => {
      const spans = await spansOf('an error 401');
      expect(spans).toHaveLength(2);
      expect(shown(spans)).not.toContain('sk-secret');
    });

    it('marks an aborted stream, which is no error', async () => {
      const spans = await spansOf('an aborted stream');
      expect(spans).toHaveLength(2);
      for (const { status, attributes } of spans) {
        expect(status.statusCode).toBe('OK');
        expect(attributes['mlflow.stream.interrupted']).toBe(true);
      }
    });

    it.each([
      ['breaks out of', true],
      ['never reads', false]
    ])('ends a stream that the program %s', async (_what, isRead) => {
      await vercel.autolog();
      await readFirst(sdk, isRead);
      const spans = await collected(2, traced.ended);
      expect(spans.map(({ status }) => status.statusCode)).toEqual([
        'OK',
        'OK'
      ]);
      expect(spans[1]).toMatchObject({
        name: 'ai.streamText',
        outputs: expect.stringMatching(/^Echo: word0/),
        attributes: { 'mlflow.stream.interrupted': true }
      });
    });

    it('ends what nobody reads any more when the process does', async () => {
      await vercel.autolog();
      const held = sdk.ai.streamText({
        model: sdk.openai.chat('gpt-4o-mini'),
        prompt: LONG
      });
      await held.textStream.getReader().read();
      process.emit('beforeExit', 0);
      expect(await traced.ended()).toHaveLength(2);
    });

    it('records each further attempt of the model', async () => {
      await vercel.autolog();
      const { text } = await ai.generateText({
        model: sdk.openai.chat('flaky-503'),
        prompt: 'again'
      });
      const [model] = await traced.ended();
      expect(text).toBe('Echo: again');
      expect(model?.events.map(({ name }) => name)).toEqual(['retry']);
    });

    it('hangs a call within a tool under the tool', async () => {
      await vercel.autolog();
      await withSpan(
        () =>
          ai.generateText({
            model: sdk.openai.chat('gpt-4o-mini'),
            prompt: 'outer',
            stopWhen: ai.stepCountIs(2),
            tools: weatherTool(sdk, async () => {
              const inner = await ai.generateText({
                model: sdk.openai.chat('gpt-4o-mini'),
                prompt: 'inner'
              });
              return inner.text;
            })
          }),
        { name: 'agent' }
      );
      const spans = await traced.ended();
      expect(treeOf(spans)).toEqual([
        'agent UNKNOWN',
        '  ai.generateText CHAIN',
        '    ai.generateText.doGenerate CHAT_MODEL',
        '    get_weather TOOL',
        '      ai.generateText CHAIN',
        '        ai.generateText.doGenerate CHAT_MODEL',
        '    ai.generateText.doGenerate CHAT_MODEL'
      ]);
    });

    it('leaves what comes after a call where it was', async () => {
      await vercel.autolog();
      await shape('streamText with a tool')(sdk);
      await shape('generateText with a tool')(sdk);
      withSpan(() => 1, { name: 'later' });
      expect(treeOf(await traced.ended()).at(-1)).toBe('later UNKNOWN');
    });

    it('records shapes and sizes only, when told so', async () => {
      await vercel.autolog({ captureContent: false });
      await shape('streamText with a tool')(sdk);
      const text = shown(await traced.ended());
      for (const content of ['hello', 'Paris', 'sunny', 'the weather']) {
        expect(text).not.toContain(content);
      }
    });

    it('does nothing twice, and undoes everything', async () => {
      await vercel.autolog();
      await vercel.autolog(ai);
      await shape('generateText')(sdk);
      expect(await traced.ended()).toHaveLength(2);
      await vercel.autolog({ disable: true });
      await shape('generateText')(sdk);
      expect(await traced.ended()).toHaveLength(2);
    });

    it('is silent with logTraces false, and no module but the library is one', async () => {
      await vercel.autolog(ai, { logTraces: false });
      await shape('generateText')(sdk);
      expect(await traced.ended()).toHaveLength(0);
      expect(await vercel.autolog({ other: 1 }, { silent: true })).toBe(false);
    });
  }
);
