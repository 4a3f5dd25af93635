import { describe, expect, it } from '@jest/globals';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { anthropic, gemini, openai, vercel } from '../autolog';
import { traceCalls } from './traced-calls';
import { VERSIONS } from './vercel-versions';

/* Of a long stream not all chunks are kept. The provider says each word that it is told in a chunk of its own. */

const WORDS = Array.from({ length: 900 }, (_, index) => `word${index}`);
const content = WORDS.join(' ');
const apiKey = 'k';

type Streaming = (url: string) => Promise<AsyncIterable<unknown>>;

const LIBRARIES: readonly (readonly [
  string,
  { autolog: (subject: unknown) => Promise<boolean> },
  unknown,
  Streaming
])[] = [
  [
    'OpenAI',
    openai,
    OpenAI,
    url =>
      new OpenAI({ apiKey, baseURL: `${url}/v1` }).chat.completions.create({
        ...{ model: 'm', stream: true },
        messages: [{ role: 'user', content }]
      })
  ],
  [
    'Anthropic',
    anthropic,
    Anthropic,
    url =>
      new Anthropic({ apiKey, baseURL: url }).messages.create({
        ...{ model: 'm', max_tokens: 9, stream: true },
        messages: [{ role: 'user', content }]
      })
  ],
  [
    'Google',
    gemini,
    GoogleGenAI,
    url =>
      new GoogleGenAI({
        apiKey,
        httpOptions: { baseUrl: url, fetch }
      }).models.generateContentStream({ model: 'm', contents: content })
  ],
  ...VERSIONS.map(
    ([version, ai, createOpenAi]) =>
      [
        `the AI SDK ${version}`,
        vercel,
        ai,
        url => {
          const provider = createOpenAi({ apiKey, baseURL: `${url}/v1` });
          const model = provider.chat('m');
          const { textStream } = ai.streamText({ model, prompt: content });
          return Promise.resolve(textStream);
        }
      ] as const satisfies (typeof LIBRARIES)[number]
  )
];

describe('a long stream', () => {
  const traced = traceCalls();

  it.each(LIBRARIES)(
    'of %s is recorded whole, with the events of its first chunks',
    async (_, namespace, subject, stream) => {
      await namespace.autolog(subject);
      let count = 0;
      for await (const chunk of await stream(traced.url)) {
        count += chunk === undefined ? 0 : 1;
      }
      const [model] = await traced.ended();
      expect(count).toBeGreaterThanOrEqual(WORDS.length);
      expect(JSON.stringify(model?.outputs)).toContain(`Echo: ${content}`);
      const events = model?.events.map(({ name }) => name) ?? [];
      expect(events.filter(name => name === 'first_token')).toHaveLength(1);
      expect(
        events.filter(name => name.startsWith('mlflow.chunk.item'))
      ).toHaveLength(200);
    }
  );
});
