import type * as Ai6 from 'ai';
import type { OpenAIProvider } from '@ai-sdk/openai';
import { failing, programNamed } from './programs';

/** The library and a provider of it, of any version: what the shapes use is the same. */
export type Sdk = { readonly ai: typeof Ai6; readonly openai: OpenAIProvider };

export type Program = (sdk: Sdk) => Promise<unknown>;

const QUESTION = 'hello world';

/** Calls the one tool, once. */
export function weatherTool(
  { ai }: Sdk,
  execute: (input: unknown) => unknown = () => 'sunny'
): Ai6.ToolSet {
  return {
    get_weather: ai.tool({
      description: 'the weather',
      inputSchema: ai.jsonSchema({
        type: 'object',
        properties: { city: { type: 'string' } }
      }),
      execute: (input: unknown) => execute(input)
    })
  };
}

/** The text of a stream and what it adds up to. */
async function read(result: {
  readonly textStream: AsyncIterable<string>;
  readonly totalUsage: PromiseLike<unknown>;
}): Promise<unknown> {
  const pieces: string[] = [];
  for await (const piece of result.textStream) {
    pieces.push(piece);
  }
  return [pieces, await result.totalUsage];
}

/** Names of parts: of an error that comes as a part the rest is an id. */
async function partsOf(stream: AsyncIterable<{ type: string }>) {
  const types: string[] = [];
  for await (const { type } of stream) {
    types.push(type);
  }
  return types;
}

/** The program of that name. */
export function shape(name: string): Program {
  return programNamed(SHAPES, name);
}

/** Calls that both versions tell of. */
export const SHAPES: readonly (readonly [string, Program])[] = [
  [
    'generateText',
    async ({ ai, openai }) => {
      const { text, totalUsage } = await ai.generateText({
        model: openai.chat('gpt-4o-mini'),
        system: 'be nice',
        prompt: QUESTION,
        temperature: 0.5
      });
      return [text, totalUsage];
    }
  ],
  [
    'streamText',
    ({ ai, openai }) =>
      read(
        ai.streamText({
          model: openai.chat('gpt-4o-mini'),
          system: 'be nice',
          prompt: QUESTION
        })
      )
  ],
  [
    'generateText with a tool',
    async sdk => {
      const { text, steps } = await sdk.ai.generateText({
        model: sdk.openai.chat('gpt-4o-mini'),
        prompt: QUESTION,
        tools: weatherTool(sdk),
        stopWhen: sdk.ai.stepCountIs(3)
      });
      return [text, steps.length];
    }
  ],
  [
    'streamText with a tool',
    sdk =>
      read(
        sdk.ai.streamText({
          model: sdk.openai.chat('gpt-4o-mini'),
          prompt: QUESTION,
          tools: weatherTool(sdk),
          stopWhen: sdk.ai.stepCountIs(3)
        })
      )
  ],
  [
    'the Responses API',
    async ({ ai, openai }) => {
      const { text } = await ai.generateText({
        model: openai('gpt-4o'),
        prompt: QUESTION
      });
      return text;
    }
  ],
  [
    'a tool that throws',
    async sdk => {
      const { text } = await sdk.ai.generateText({
        model: sdk.openai.chat('gpt-4o-mini'),
        prompt: QUESTION,
        tools: weatherTool(sdk, () => {
          throw new Error('no weather today');
        }),
        stopWhen: sdk.ai.stepCountIs(3)
      });
      return text;
    }
  ],
  [
    'an error 429',
    ({ ai, openai }) =>
      failing(
        ai.generateText({
          model: openai.chat('err-429'),
          prompt: QUESTION,
          maxRetries: 0
        })
      )
  ],
  [
    'an error 401',
    ({ ai, openai }) =>
      failing(
        ai.generateText({ model: openai.chat('err-401'), prompt: QUESTION })
      )
  ],
  [
    'an error of a stream',
    ({ ai, openai }) =>
      partsOf(
        ai.streamText({
          model: openai.chat('err-500'),
          prompt: QUESTION,
          maxRetries: 0,
          onError: () => undefined
        }).fullStream
      )
  ],
  [
    'a connection that is cut',
    ({ ai, openai }) =>
      failing(
        partsOf(
          ai.streamText({
            model: openai.chat('cut'),
            prompt: QUESTION,
            maxRetries: 0,
            onError: () => undefined
          }).fullStream
        )
      )
  ],
  [
    'an aborted stream',
    async ({ ai, openai }) => {
      const ending = new AbortController();
      const types: string[] = [];
      for await (const { type } of ai.streamText({
        model: openai.chat('slow'),
        prompt: QUESTION,
        abortSignal: ending.signal
      }).fullStream) {
        types.push(type);
        if (type === 'text-delta') {
          ending.abort();
        }
      }
      return types;
    }
  ]
];
