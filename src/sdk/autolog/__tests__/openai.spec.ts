import { beforeAll, describe, expect, it } from '@jest/globals';
import process from 'node:process';
import OpenAi6 from 'openai-6';
import OpenAi7 from 'openai';
import type { ObservedSpan } from './observed-spans';
import { openai } from '../autolog';
import {
  base,
  shape,
  SHAPES,
  TOOL,
  type Client,
  type Program
} from './openai-shapes';
import { failing, shown } from './programs';
import { traceCalls } from './traced-calls';
import { trace } from '../../api/trace';
import { until } from '../../../../test/until';

describe.each([
  ['6', OpenAi6],
  ['7', OpenAi7 as unknown as typeof OpenAi6]
])('auto tracing of openai %s', (_version, OpenAi) => {
  let client: Client;
  const traced = traceCalls();

  beforeAll(() => {
    // Made before tracing is switched on, as a notebook may have done.
    client = new OpenAi({
      apiKey: 'sk-secret',
      baseURL: `${traced.url}/v1`,
      maxRetries: 0
    });
  });

  /** The spans of one traced run. */
  async function spansOf(program: Program): Promise<ObservedSpan[]> {
    await openai.autolog(OpenAi);
    await program(client);
    return traced.ended();
  }

  it.each(SHAPES)('changes nothing about the result: %s', (_name, program) =>
    traced.expectSame(
      () => program(client),
      () => openai.autolog(OpenAi)
    )
  );

  it('records a chat as Python does', async () => {
    const [span] = await spansOf(shape('chat'));
    expect(span).toMatchObject({
      name: 'Completions',
      spanType: 'CHAT_MODEL',
      status: { statusCode: 'OK' },
      inputs: { ...base, temperature: 0.5 },
      outputs: { choices: [{ message: { content: 'Echo: hello world' } }] },
      attributes: {
        model: 'gpt-4o-mini',
        temperature: 0.5,
        'mlflow.message.format': 'openai',
        'mlflow.llm.model': 'gpt-4o-mini',
        'mlflow.llm.provider': 'openai',
        'mlflow.chat.tokenUsage': {
          input_tokens: 9,
          output_tokens: 12,
          total_tokens: 21,
          cache_read_input_tokens: 4
        }
      }
    });
  });

  it('rebuilds the answer of a stream, its usage and its chunks', async () => {
    const [whole] = await spansOf(shape('chat'));
    traced.clear();
    const [span] = await spansOf(shape('stream'));
    expect(span?.outputs).toMatchObject({
      object: 'chat.completion',
      choices: [
        {
          finish_reason: 'stop',
          message: { role: 'assistant', content: 'Echo: hello world' }
        }
      ]
    });
    expect(span?.attributes['mlflow.chat.tokenUsage']).toEqual(
      whole?.attributes['mlflow.chat.tokenUsage']
    );
    expect(span?.events.map(({ name }) => name)).toEqual([
      'first_token',
      ...[0, 1, 2, 3, 4, 5].map(index => `mlflow.chunk.item.${index}`)
    ]);
  });

  it('rebuilds streamed tool calls, and names the tools', async () => {
    const [span] = await spansOf(shape('streamed tools'));
    expect(span?.outputs).toMatchObject({
      choices: [
        {
          finish_reason: 'tool_calls',
          message: {
            tool_calls: [
              {
                id: 'call_1',
                type: 'function',
                function: { name: 'get_weather', arguments: '{"city":"Paris"}' }
              }
            ]
          }
        }
      ]
    });
    expect(span?.attributes['mlflow.chat.tools']).toEqual([TOOL]);
  });

  it('records an embedding by its head', async () => {
    const [span] = await spansOf(shape('embeddings'));
    expect(span).toMatchObject({ name: 'Embeddings', spanType: 'EMBEDDING' });
    expect(JSON.stringify(span?.outputs).length).toBeLessThan(1000);
    expect(span?.outputs).toMatchObject({
      data: [
        {
          index: 0,
          embedding: expect.arrayContaining(['… [1528 more numbers]'])
        },
        { index: 1 }
      ]
    });
  });

  it.each([
    'responses',
    'streamed responses',
    'the stream helper of responses'
  ])('records the Responses API: %s', async name => {
    const [span] = await spansOf(shape(name));
    expect(span).toMatchObject({
      name: 'Responses',
      outputs: { output: [{ content: [{ text: 'Echo: hi' }] }] },
      attributes: { 'mlflow.chat.tokenUsage': { total_tokens: 21 } }
    });
  });

  it('puts the tools of the Responses API into the form of the chat API', async () => {
    const [span] = await spansOf(shape('responses with tools'));
    expect(span?.attributes['mlflow.chat.tools']).toEqual([
      { type: 'function', function: { strict: true, ...TOOL.function } }
    ]);
  });

  it.each([
    'an error 429',
    'an error 500 of a stream',
    'a connection that is cut'
  ])('records %s as an error', async name => {
    const [span] = await spansOf(shape(name));
    expect(span?.status.statusCode).toBe('ERROR');
    expect(span?.events.at(-1)?.name).toBe('exception');
  });

  it.each([
    'a connection that is cut',
    'a reader that stops early',
    'an aborted stream'
  ])('keeps what came: %s', async name => {
    const [span] = await spansOf(shape(name));
    expect(span?.outputs).toMatchObject({
      choices: [{ message: { role: 'assistant' } }]
    });
  });

  it.each(['a reader that stops early', 'an aborted stream'])(
    'marks the span, which is no error, and lets the server see it: %s',
    async name => {
      const [span] = await spansOf(shape(name));
      expect(span?.status.statusCode).toBe('OK');
      expect(span?.attributes['mlflow.stream.interrupted']).toBe(true);
      await until(() => traced.requests.at(-1)?.isAborted === true);
      expect(traced.requests.at(-1)?.isAborted).toBe(true);
    }
  );

  it('makes one span of each request of runTools', async () => {
    const spans = await spansOf(shape('runTools'));
    expect(spans.map(({ name }) => name)).toEqual([
      'Completions',
      'Completions'
    ]);
  });

  it('says nothing of a raw response but that there was one', async () => {
    const [span] = await spansOf(shape('asResponse'));
    expect(span?.status.statusCode).toBe('OK');
    expect(span?.outputs).toBeUndefined();
  });

  it('leaves no rejection unhandled that the client handles', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): void => {
      unhandled.push(reason);
    };
    process.on('unhandledRejection', listen);
    const [span] = await spansOf(() =>
      failing(client.chat.completions.parse({ ...base, model: 'err-429' }))
    );
    await new Promise(resolve => setTimeout(resolve, 20));
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
    expect(span?.status.statusCode).toBe('ERROR');
  });

  it('records each further attempt', async () => {
    const patient = new OpenAi({
      apiKey: 'k',
      baseURL: `${traced.url}/v1`,
      maxRetries: 2
    });
    const [span] = await spansOf(() =>
      patient.chat.completions.create({ ...base, model: 'flaky-503' })
    );
    expect(span?.status.statusCode).toBe('OK');
    expect(span?.events.map(({ name }) => name)).toEqual(['retry']);
  });

  it('does not record the key that a server repeats', async () => {
    const [span] = await spansOf(async () => {
      const said = await failing(
        client.chat.completions.create({ ...base, model: 'err-401' })
      );
      expect(said).toContain('sk-secret');
    });
    expect(shown(span)).not.toContain('sk-secret');
    expect(span?.status.description).toBe('AuthenticationError: status 401');
  });

  it('takes no short word for a key, as servers without keys are given one', async () => {
    const local = new OpenAi({
      apiKey: 'limit',
      baseURL: `${traced.url}/v1`,
      maxRetries: 0
    });
    const [span] = await spansOf(() =>
      failing(local.chat.completions.create({ ...base, model: 'err-429' }))
    );
    expect(span?.status.description).toContain('Rate limit');
  });

  it('keeps that key out of the spans of the program around the call too', async () => {
    const ask = trace(async function ask() {
      await client.chat.completions.create({ ...base, model: 'err-401' });
    });
    const agent = trace(async function agent() {
      await ask().catch((error: unknown) => {
        throw new Error(`no answer: ${String(error)}`, { cause: error });
      });
    });
    const spans = await spansOf(() => failing(agent()));
    expect(shown(spans)).not.toContain('sk-secret');
    expect(spans.map(({ status }) => status.description)).toEqual([
      'AuthenticationError: status 401',
      'AuthenticationError: status 401',
      'Error: no answer: Error: status 401'
    ]);
    expect(shown(spans[1]?.events)).toContain('at ask');
  });

  it('records shapes and sizes only, when told so', async () => {
    await openai.autolog(OpenAi, { captureContent: false });
    await shape('streamed tools')(client);
    await failing(
      client.chat.completions.create({ ...base, model: 'err-429' })
    );
    const spans = await traced.ended();
    const text = shown(spans);
    for (const content of [
      'hello',
      'nice',
      'Paris',
      'the weather',
      'Rate limit'
    ]) {
      expect(text).not.toContain(content);
    }
    expect(spans[0]).toMatchObject({
      inputs: {
        model: 'gpt-4o-mini',
        messages: [
          { role: 'system' },
          { role: 'user', content: '[11 characters]' }
        ]
      },
      attributes: { 'mlflow.chat.tokenUsage': { total_tokens: 21 } }
    });
  });

  function currentCreate(): unknown {
    return Reflect.get(OpenAi.Chat.Completions.prototype, 'create');
  }

  it('does nothing twice, and undoes everything', async () => {
    const create = currentCreate();
    await openai.autolog(OpenAi);
    await openai.autolog(OpenAi);
    await openai.autolog(client);
    await shape('chat')(client);
    expect(await traced.ended()).toHaveLength(1);
    await openai.autolog({ disable: true });
    expect(currentCreate()).toBe(create);
    traced.clear();
    await shape('chat')(client);
    expect(await traced.ended()).toHaveLength(0);
  });

  it('is prepared and silent with logTraces false, and takes a client for the library', async () => {
    expect(await openai.autolog(client, { logTraces: false })).toBe(true);
    await shape('chat')(client);
    expect(await traced.ended()).toHaveLength(0);
    await openai.autolog(client);
    await shape('chat')(client);
    expect(await traced.ended()).toHaveLength(1);
  });
});
