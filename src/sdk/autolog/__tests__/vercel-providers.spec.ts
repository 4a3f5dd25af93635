import { describe, expect, it } from '@jest/globals';
import * as ai from 'ai';
import * as openai from '@ai-sdk/openai';
import { createOpenAI } from '@ai-sdk/openai';
import { modelsIn } from '../vercel/providers';

const { openai: provider } = openai;

function classesIn(subject: unknown): readonly string[] {
  const names = modelsIn(subject).map(model => String(model?.constructor.name));
  return [...new Set(names)].sort();
}

const OPENAI = [
  'OpenAIChatLanguageModel',
  'OpenAICompletionLanguageModel',
  'OpenAIEmbeddingModel',
  'OpenAIResponsesLanguageModel'
];

describe('the classes of models', () => {
  it.each([
    ['a module', openai],
    ['a provider', provider],
    [
      'a provider of an address of its own',
      createOpenAI({ baseURL: 'http://x' })
    ]
  ])('are found in %s', (_what, subject) => {
    expect(classesIn(subject)).toEqual(OPENAI);
  });

  it('are found in a model', () => {
    expect(classesIn(provider.embedding('any'))).toEqual([
      'OpenAIEmbeddingModel'
    ]);
  });

  it("are found in the AI SDK, of its gateway's models", () => {
    expect(classesIn(ai)).toEqual([
      'GatewayEmbeddingModel',
      'GatewayLanguageModel',
      'GatewayRerankingModel'
    ]);
  });

  it('are found where a module only makes providers, and one of their makers throws', () => {
    const createAnyCompatible = ({ baseURL }: { baseURL: string }) => ({
      chat: (id: string) => ({ id, baseURL, doGenerate: () => undefined }),
      embeddingModel: () => {
        throw new Error('no such model');
      }
    });
    expect(modelsIn({ createAnyCompatible })).toMatchObject([{ id: 'any' }]);
  });

  it('are not found in anything else', () => {
    expect(modelsIn({ other: 1, create: () => provider })).toEqual([]);
    expect(modelsIn(undefined)).toEqual([]);
  });
});
