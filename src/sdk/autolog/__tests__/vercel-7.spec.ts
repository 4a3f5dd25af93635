import { beforeAll, describe, expect, it } from '@jest/globals';
import * as ai7 from 'ai-7';
import { createOpenAI as createOpenAi4 } from 'ai-sdk-openai-4';
import { vercel } from '../autolog';
import { treeOf, type ObservedSpan } from './observed-spans';
import { failing, shown } from './programs';
import { traceCalls } from './traced-calls';

describe('auto tracing of what only ai 7 tells of', () => {
  let openai: ReturnType<typeof createOpenAi4>;
  const traced = traceCalls();
  const schema = ai7.jsonSchema({ type: 'object' });

  beforeAll(() => {
    openai = createOpenAi4({ apiKey: 'k', baseURL: `${traced.url}/v1` });
  });

  async function spansOf(
    program: () => PromiseLike<unknown>
  ): Promise<ObservedSpan[]> {
    await vercel.autolog();
    await program();
    return traced.ended();
  }

  it('records embeddings by their heads', async () => {
    const spans = await spansOf(() =>
      ai7.embedMany({
        model: openai.embedding('text-embedding-3-small'),
        values: ['a', 'b']
      })
    );
    expect(treeOf(spans)).toEqual([
      'ai.embedMany EMBEDDING',
      '  ai.embedMany.doEmbed EMBEDDING'
    ]);
    expect(spans[0]).toMatchObject({
      inputs: { values: ['a', 'b'] },
      attributes: { 'mlflow.chat.tokenUsage': { input_tokens: 5 } }
    });
    expect(shown(spans).length).toBeLessThan(4000);
  });

  /* eslint-disable @typescript-eslint/no-deprecated -- programs still call them */
  it('records objects, whole and streamed', async () => {
    const model = openai.chat('gpt-4o-mini');
    const spans = await spansOf(async () => {
      await ai7.generateObject({ model, schema, prompt: 'hi' });
      const streamed = ai7.streamObject({ model, schema, prompt: 'hi' });
      for await (const part of streamed.partialObjectStream) {
        expect(part).toBeDefined();
      }
    });
    expect(treeOf(spans)).toEqual([
      'ai.generateObject CHAIN',
      '  ai.generateObject.doGenerate CHAT_MODEL',
      'ai.streamObject CHAIN',
      '  ai.streamObject.doStream CHAT_MODEL'
    ]);
    for (const root of spans.filter(({ spanType }) => spanType === 'CHAIN')) {
      expect(root.outputs).toMatchObject({ object: { answer: '42' } });
    }
  });
  /* eslint-enable @typescript-eslint/no-deprecated */

  it('records an embedding that fails', async () => {
    const spans = await spansOf(() =>
      failing(
        ai7.embed({
          model: openai.embedding('err-429'),
          value: 'a',
          maxRetries: 0
        })
      )
    );
    expect(treeOf(spans)).toEqual([
      'ai.embed EMBEDDING !',
      '  ai.embed.doEmbed EMBEDDING !'
    ]);
  });
});
