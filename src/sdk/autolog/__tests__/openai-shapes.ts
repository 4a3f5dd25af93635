import type OpenAi6 from 'openai-6';
import { all, failing, first, programNamed } from './programs';

export const MESSAGES = [
  { role: 'system' as const, content: 'be nice' },
  { role: 'user' as const, content: 'hello world' }
];
export const TOOL = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'the weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } }
  }
};
const JSON_SCHEMA = {
  type: 'json_schema' as const,
  json_schema: { name: 'answer', schema: { type: 'object' } }
};

/** A client of any version: what the shapes use is the same. */
export type Client = OpenAi6;

/** What the program of a shape gives: shown as text, so that a traced run and an untraced one can be compared. */
export type Program = (client: Client) => Promise<unknown>;

export const base = { model: 'gpt-4o-mini', messages: MESSAGES };
const streamed = {
  ...base,
  stream: true as const,
  stream_options: { include_usage: true }
};

/** The program of that name. */
export function shape(name: string): Program {
  return programNamed(SHAPES, name);
}

/** The call shapes that every release must pass. */
export const SHAPES: readonly (readonly [string, Program])[] = [
  [
    'chat',
    client => client.chat.completions.create({ ...base, temperature: 0.5 })
  ],
  [
    'stream',
    async client => all(await client.chat.completions.create(streamed))
  ],
  [
    'tools',
    client => client.chat.completions.create({ ...base, tools: [TOOL] })
  ],
  [
    'streamed tools',
    async client =>
      all(await client.chat.completions.create({ ...streamed, tools: [TOOL] }))
  ],
  [
    'embeddings',
    client =>
      client.embeddings.create({
        model: 'text-embedding-3-small',
        input: ['a', 'b']
      })
  ],
  [
    'responses',
    client =>
      client.responses.create({
        model: 'gpt-4o',
        input: 'hi',
        instructions: 'be nice'
      })
  ],
  [
    'streamed responses',
    async client =>
      all(
        await client.responses.create({
          model: 'gpt-4o',
          input: 'hi',
          stream: true
        })
      )
  ],
  [
    'responses with tools',
    client =>
      client.responses.create({
        model: 'gpt-4o',
        input: 'hi',
        tools: [{ type: 'function', strict: true, ...TOOL.function }]
      })
  ],
  [
    'an error 429',
    client =>
      failing(client.chat.completions.create({ ...base, model: 'err-429' }))
  ],
  [
    'an error 500 of a stream',
    client =>
      failing(client.chat.completions.create({ ...streamed, model: 'err-500' }))
  ],
  [
    'withResponse',
    async client => {
      const { data, response, request_id } = await client.chat.completions
        .create(base)
        .withResponse();
      return [data, response.status, request_id];
    }
  ],
  [
    'asResponse',
    async client => {
      const response = await client.chat.completions.create(base).asResponse();
      return response.json();
    }
  ],
  [
    'parse',
    client =>
      client.chat.completions.parse({ ...base, response_format: JSON_SCHEMA })
  ],
  [
    'the stream helper',
    client => client.chat.completions.stream(base).finalChatCompletion()
  ],
  [
    'the stream helper of responses',
    client =>
      client.responses.stream({ model: 'gpt-4o', input: 'hi' }).finalResponse()
  ],
  [
    'runTools',
    client =>
      client.chat.completions
        .runTools({
          ...base,
          tools: [
            {
              type: 'function',
              function: {
                ...TOOL.function,
                parse: JSON.parse,
                function: () => 'sunny'
              }
            }
          ]
        })
        .finalContent()
  ],
  [
    'tee',
    async client => {
      const stream = await client.chat.completions.create(streamed);
      const [left, right] = stream.tee();
      return Promise.all([all(left), all(right)]);
    }
  ],
  [
    'a reader that stops early',
    async client => {
      const stream = await client.chat.completions.create({
        ...streamed,
        model: 'slow'
      });
      return first(stream);
    }
  ],
  [
    'an aborted stream',
    async client => {
      const ending = new AbortController();
      const stream = await client.chat.completions.create(
        { ...streamed, model: 'slow' },
        { signal: ending.signal }
      );
      const chunks: unknown[] = [];
      for await (const chunk of stream) {
        chunks.push(chunk);
        ending.abort();
      }
      return chunks;
    }
  ],
  [
    'a connection that is cut',
    async client => {
      const stream = await client.chat.completions.create({
        ...streamed,
        model: 'cut'
      });
      return failing(all(stream));
    }
  ]
];
