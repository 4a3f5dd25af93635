import { describe, expect, it } from '@jest/globals';
import Groq from 'groq-sdk';
import OpenAI, { AzureOpenAI, type ClientOptions } from 'openai';
import { groq, openai } from '../autolog';
import { canned, type Canned } from './canned';
import { base } from './openai-shapes';
import { observeTraces, type ObservedSpan } from './observed-spans';
import { all, failing, shown } from './programs';

const OPTIONS = { apiKey: 'sk-of-the-client', maxRetries: 0 };
const REFUSAL = {
  type: 'message',
  content: [{ type: 'refusal', refusal: 'I cannot' }]
};

const completion = (message: object, more: object = {}): object => ({
  model: 'gpt-4o-mini-2024-07-18',
  choices: [{ index: 0, message, finish_reason: 'stop', ...more }]
});

describe('unusual answers of OpenAI’s API', () => {
  const traced = observeTraces();

  type Program = (client: OpenAI) => Promise<unknown>;

  const chat: Program = client => client.chat.completions.create(base);
  const streamedChat: Program = async client =>
    all(await client.chat.completions.create({ ...base, stream: true }));
  const response: Program = client =>
    client.responses.create({ model: 'gpt-4o', input: 'hi' });

  /** The span of a program whose client gets that answer. */
  async function spanOf(
    program: Program,
    answer: Canned,
    options: ClientOptions = {}
  ): Promise<ObservedSpan | undefined> {
    traced.clear();
    await openai.autolog(OpenAI);
    const client = new OpenAI({
      ...OPTIONS,
      fetch: canned(answer),
      ...options
    });
    await failing(program(client));
    const [span] = await traced.ended();
    await openai.autolog({ disable: true });
    return span;
  }

  it.each<[string, Program, Canned, string]>([
    [
      'a refusal',
      chat,
      { json: completion({ content: null, refusal: 'I cannot' }) },
      'Refusal: I cannot'
    ],
    [
      'a refusal that is streamed',
      streamedChat,
      {
        events: ['I ', 'cannot'].map(refusal => ({
          choices: [{ index: 0, delta: { refusal } }]
        }))
      },
      'Refusal: I cannot'
    ],
    [
      'an answer that a filter withheld',
      chat,
      { json: completion({}, { finish_reason: 'content_filter' }) },
      'Refusal: content_filter'
    ],
    [
      'a refusal of the Responses API',
      response,
      { json: { status: 'completed', output: [REFUSAL] } },
      'Refusal: I cannot'
    ],
    [
      'a response that failed',
      response,
      { json: { status: 'failed', output: [], error: { message: 'crashed' } } },
      'FailedAnswer: crashed'
    ],
    [
      'an error that came as an answer',
      chat,
      { json: { error: { message: 'no provider', code: 502 } } },
      'FailedAnswer: no provider'
    ]
  ])('are errors with their outputs: %s', async (_, program, answer, said) => {
    const span = await spanOf(program, answer);
    expect(span?.status).toEqual({ statusCode: 'ERROR', description: said });
    expect(span?.outputs).toBeDefined();
  });

  it('says nothing of a refusal but that there was one, when told so', async () => {
    await openai.autolog(OpenAI, { captureContent: false });
    traced.clear();
    const json = completion({ content: null, refusal: 'I cannot' });
    await chat(new OpenAI({ ...OPTIONS, fetch: canned({ json }) }));
    const [span] = await traced.ended();
    await openai.autolog({ disable: true });
    expect(span?.status.description).toBe('Refusal: [not recorded]');
    expect(shown(span)).not.toContain('I cannot');
  });

  it('keeps the names of settings, and none of the program’s own, when told so', async () => {
    await openai.autolog(OpenAI, { captureContent: false });
    traced.clear();
    const json = completion({ content: 'hi' });
    await new OpenAI({
      ...OPTIONS,
      fetch: canned({ json })
    }).chat.completions.create({
      ...base,
      metadata: { name: 'Alice', id: 'Alice' },
      stop: ['Alice'],
      temperature: 0.5
    });
    const [span] = await traced.ended();
    await openai.autolog({ disable: true });
    expect(shown(span)).not.toContain('Alice');
    expect(span?.attributes).toMatchObject({
      model: 'gpt-4o-mini',
      temperature: 0.5,
      metadata: { name: '[5 characters]' },
      'mlflow.llm.provider': 'openai'
    });
  });

  it('names the model that answered', async () => {
    const span = await spanOf(chat, { json: completion({ content: 'hi' }) });
    expect(span?.attributes).toMatchObject({
      model: 'gpt-4o-mini',
      'mlflow.llm.model': 'gpt-4o-mini-2024-07-18'
    });
  });

  it.each([
    ['https://api.deepseek.com', 'deepseek'],
    ['https://openrouter.ai/api/v1', 'openrouter'],
    ['https://api.together.xyz/v1', 'together_ai'],
    ['https://me.openai.azure.com/openai/v1', 'azure'],
    ['http://localhost:8000/v1', 'openai']
  ])('names who runs the server at %s', async (baseURL, provider) => {
    const json = completion({ content: 'hi' });
    const span = await spanOf(chat, { json }, { baseURL });
    expect(span?.attributes['mlflow.llm.provider']).toBe(provider);
  });

  it('knows Azure’s client, whose deployments have names of their own', async () => {
    await openai.autolog(OpenAI);
    traced.clear();
    const client = new AzureOpenAI({
      ...OPTIONS,
      endpoint: 'https://example.org',
      apiVersion: '2024-10-21',
      fetch: canned({ json: completion({ content: 'hi' }) })
    });
    await client.chat.completions.create({ ...base, model: 'my-deployment' });
    expect(await traced.ended()).toMatchObject([
      {
        attributes: {
          'mlflow.llm.provider': 'azure',
          'mlflow.llm.model': 'gpt-4o-mini-2024-07-18'
        }
      }
    ]);
    await openai.autolog({ disable: true });
  });

  it('counts what DeepSeek’s cache gave', async () => {
    const usage = {
      prompt_tokens: 5,
      completion_tokens: 3,
      prompt_cache_hit_tokens: 2
    };
    const span = await spanOf(chat, {
      json: { ...completion({ content: 'hi' }), usage }
    });
    expect(span?.attributes['mlflow.chat.tokenUsage']).toEqual({
      input_tokens: 5,
      output_tokens: 3,
      total_tokens: 8,
      cache_read_input_tokens: 2
    });
  });

  it('records no key of a server that OpenAI is to call, and names every tool', async () => {
    const fetch = canned({ json: { status: 'completed', output: [] } });
    const span = await spanOf(
      client =>
        client.responses.create({
          model: 'gpt-4o',
          input: 'hi',
          tools: [
            { type: 'web_search' },
            {
              type: 'mcp',
              server_label: 'weather',
              server_url: 'https://example.org/mcp?key=secret-of-the-query',
              headers: { 'X-Token': 'secret-of-a-header' },
              authorization: 'secret-token'
            }
          ]
        }),
      {},
      { fetch }
    );
    expect(shown(span)).not.toContain('secret-');
    expect(JSON.stringify(fetch.asked)).toContain('secret-of-a-header');
    expect(span?.attributes['mlflow.chat.tools']).toEqual([
      { type: 'function', function: { name: 'web_search' } },
      { type: 'function', function: { name: 'mcp' } }
    ]);
  });

  it.each<[string, ClientOptions]>([
    ['a function gave', { apiKey: () => Promise.resolve('key-of-a-function') }],
    ['stands in a header', { defaultHeaders: { 'x-key': 'key-of-a-header' } }],
    ['stands in the query', { defaultQuery: { key: 'key-of-the-query' } }],
    ['stands in the address', { baseURL: 'http://me:key-of-me@example.org' }]
  ])(
    'does not record a key that %s, which a server repeats',
    async (_, options) => {
      const message = `refused: ${shown(options)} key-of-a-function`;
      const json = { error: { message } };
      const span = await spanOf(chat, { json, status: 403 }, options);
      expect(span?.status.description).toBe(
        'PermissionDeniedError: status 403'
      );
      expect(shown(span)).not.toContain('key-of-');
    }
  );

  it('records what Groq hears', async () => {
    await groq.autolog(Groq);
    traced.clear();
    const client = new Groq({
      ...OPTIONS,
      fetch: canned({ json: { text: 'hello' } })
    });
    await client.audio.transcriptions.create({
      model: 'whisper-large-v3',
      file: new File(['x'], 'a.wav')
    });
    expect(await traced.ended()).toMatchObject([
      {
        name: 'Transcriptions',
        spanType: 'LLM',
        outputs: { text: 'hello' },
        attributes: {
          'mlflow.message.format': 'groq',
          'mlflow.llm.model': 'whisper-large-v3'
        }
      }
    ]);
    await groq.autolog({ disable: true });
  });
});
