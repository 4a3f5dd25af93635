import { describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { autolog } from '../autolog';
import { base } from './openai-shapes';
import { traceCalls } from './traced-calls';

describe('autolog of several libraries', () => {
  const traced = traceCalls();

  async function namesAfterCall(): Promise<string[]> {
    const client = new OpenAI({ apiKey: 'k', baseURL: `${traced.url}/v1` });
    await client.chat.completions.create(base);
    return (await traced.ended()).map(({ name }) => name);
  }

  it('takes libraries by their names', async () => {
    const names = await autolog({ openai: OpenAI }, { silent: true });
    expect(names).toEqual(['openai']);
    expect(await namesAfterCall()).toEqual(['Completions']);
  });

  it('takes options alone, which are for all', async () => {
    await autolog({ openai: OpenAI }, { silent: true });
    expect(await autolog({ disable: true })).toEqual([]);
    expect(await namesAfterCall()).toEqual([]);
  });

  it('says which names there are when one is wrong', () => {
    expect(() => autolog({ opneai: OpenAI })).toThrow(
      /"opneai" is none of openai, anthropic, /
    );
  });
});
