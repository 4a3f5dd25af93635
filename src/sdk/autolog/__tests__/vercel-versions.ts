import * as ai6 from 'ai';
import * as ai7 from 'ai-7';
import { createOpenAI as createOpenAi3 } from '@ai-sdk/openai';
import { createOpenAI as createOpenAi4 } from 'ai-sdk-openai-4';

/** The versions of the AI SDK, each with the provider of its time: what the tests use of them is the same. */
export const VERSIONS = [
  ['6', ai6, createOpenAi3],
  [
    '7',
    ai7 as unknown as typeof ai6,
    createOpenAi4 as unknown as typeof createOpenAi3
  ]
] as const;
