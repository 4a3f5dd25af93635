import { beforeAll, describe, expect, it } from '@jest/globals';
import Anthropic from '@anthropic-ai/sdk';
import Groq from 'groq-sdk';
import { anthropic, autolog, groq } from '../autolog';
import type { ObservedSpan } from './observed-spans';
import { all, programNamed } from './programs';
import { traceCalls } from './traced-calls';

const REQUEST = {
  model: 'claude-sonnet-5-5',
  max_tokens: 100,
  system: 'be nice',
  messages: [{ role: 'user' as const, content: 'hello world' }]
};
const TOOLS = [
  {
    name: 'get_weather',
    description: 'the weather',
    input_schema: { type: 'object' as const, properties: {} }
  }
];
const THINKING = { type: 'enabled' as const, budget_tokens: 1024 };

type Program = (client: Anthropic) => Promise<unknown>;

const SHAPES: readonly (readonly [string, Program])[] = [
  ['create', client => client.messages.create(REQUEST)],
  [
    'streamed create',
    async client =>
      all(await client.messages.create({ ...REQUEST, stream: true }))
  ],
  [
    'the stream helper',
    client => client.messages.stream(REQUEST).finalMessage()
  ],
  ['tools', client => client.messages.create({ ...REQUEST, tools: TOOLS })],
  [
    'the stream helper with tools and thinking',
    client =>
      client.messages
        .stream({ ...REQUEST, tools: TOOLS, thinking: THINKING })
        .finalMessage()
  ],
  ['beta', client => client.beta.messages.create(REQUEST)],
  [
    'withResponse',
    async client => {
      const { data, request_id } = await client.messages
        .create(REQUEST)
        .withResponse();
      return [data, request_id];
    }
  ],
  [
    'an error',
    async client => {
      try {
        return await client.messages.create({ ...REQUEST, model: 'err-429' });
      } catch (error) {
        return String(error);
      }
    }
  ]
];

describe('auto tracing of Anthropic', () => {
  let client: Anthropic;
  const traced = traceCalls();

  beforeAll(() => {
    client = new Anthropic({ apiKey: 'k', baseURL: traced.url, maxRetries: 0 });
  });

  async function spanOf(name: string): Promise<ObservedSpan | undefined> {
    await anthropic.autolog(Anthropic);
    await programNamed(SHAPES, name)(client);
    const spans = await traced.ended();
    expect(spans).toHaveLength(1);
    return spans[0];
  }

  it.each(SHAPES)(
    'changes nothing about the result: %s',
    async (_name, program) => {
      const spans = await traced.expectSame(
        () => program(client),
        () => anthropic.autolog(Anthropic)
      );
      expect(spans).toHaveLength(1);
    }
  );

  it('counts what the cache gave and took into the input, as MLflow does', async () => {
    const span = await spanOf('create');
    expect(span).toMatchObject({
      name: 'Messages.create',
      spanType: 'CHAT_MODEL',
      inputs: REQUEST,
      outputs: { content: [{ type: 'text', text: 'Echo: hello world' }] },
      attributes: {
        'mlflow.message.format': 'anthropic',
        'mlflow.llm.provider': 'anthropic',
        'mlflow.llm.model': REQUEST.model,
        'mlflow.chat.tokenUsage': {
          input_tokens: 16,
          output_tokens: 12,
          total_tokens: 28,
          cache_read_input_tokens: 4,
          cache_creation_input_tokens: 3
        }
      }
    });
  });

  it.each(['streamed create', 'the stream helper', 'beta'])(
    'records the same message and usage: %s',
    async name => {
      const whole = await spanOf('create');
      traced.clear();
      const span = await spanOf(name);
      expect(span?.outputs).toEqual(whole?.outputs);
      expect(span?.attributes['mlflow.chat.tokenUsage']).toEqual(
        whole?.attributes['mlflow.chat.tokenUsage']
      );
    }
  );

  it('records each text once of which the reader adds up the events in the events themselves', async () => {
    await anthropic.autolog(Anthropic);
    // As the stream helper of early clients does.
    const begun = { text: '' };
    for await (const event of await client.messages.create({
      ...REQUEST,
      stream: true
    })) {
      if (event.type === 'content_block_start') {
        Object.assign(begun, event.content_block);
        Object.defineProperty(event.content_block, 'text', {
          get: () => begun.text
        });
      } else if (
        event.type === 'content_block_delta' &&
        event.delta.type === 'text_delta'
      ) {
        begun.text += event.delta.text;
      }
    }
    const [span] = await traced.ended();
    expect(span?.outputs).toMatchObject({
      content: [{ type: 'text', text: begun.text }]
    });
    expect(begun.text).toBe('Echo: hello world');
  });

  it('rebuilds thinking and the input of tools from a stream', async () => {
    const span = await spanOf('the stream helper with tools and thinking');
    expect(span?.outputs).toMatchObject({
      stop_reason: 'tool_use',
      content: [
        { type: 'thinking', thinking: 'Let me see. ', signature: 'sig' },
        { type: 'text', text: 'Echo: hello world' },
        { type: 'tool_use', name: 'get_weather', input: { city: 'Paris' } }
      ]
    });
    expect(span?.attributes['mlflow.chat.tools']).toEqual([
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: 'the weather',
          parameters: TOOLS[0]?.input_schema
        }
      }
    ]);
  });

  it('records an error', async () => {
    const span = await spanOf('an error');
    expect(span?.status.statusCode).toBe('ERROR');
    expect(span?.events.at(-1)?.attributes).toMatchObject({
      'exception.type': 'RateLimitError'
    });
  });

  it('traces Groq, whose client speaks OpenAI’s API', async () => {
    const other = new Groq({ apiKey: 'k', baseURL: traced.url, maxRetries: 0 });
    await groq.autolog(other);
    await other.chat.completions.create({
      model: 'llama',
      messages: REQUEST.messages
    });
    expect(await traced.ended()).toMatchObject([
      {
        name: 'Completions',
        outputs: { choices: [{ message: { content: 'Echo: hello world' } }] },
        attributes: { 'mlflow.llm.provider': 'groq' }
      }
    ]);
  });

  it('takes several libraries at once, and says which', async () => {
    const names = await autolog(
      { anthropic: Anthropic, groq: Groq },
      { silent: true }
    );
    expect(names).toEqual(['anthropic', 'groq']);
  });
});
