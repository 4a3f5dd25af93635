import { afterEach, describe, expect, it } from '@jest/globals';
import { Ollama } from 'ollama';
import { ollama } from '../autolog';
import { canned, type Canned } from './canned';
import { observeTraces, type ObservedSpan } from './observed-spans';
import { all, failing, shown } from './programs';

const ASKED = { model: 'llama', messages: [{ role: 'user', content: 'hi' }] };
const part = (message: object, more: object = {}): object => ({
  message: { role: 'assistant', content: '', ...message },
  done: false,
  ...more
});

describe('unusual calls of Ollama', () => {
  const traced = observeTraces();

  afterEach(async () => {
    await ollama.autolog({ disable: true });
    traced.clear();
  });

  async function spanOf(
    program: (client: Ollama) => Promise<unknown>,
    answer: Canned,
    headers: Record<string, string> = {}
  ): Promise<ObservedSpan | undefined> {
    await ollama.autolog(Ollama);
    await failing(program(new Ollama({ fetch: canned(answer), headers })));
    const [span] = await traced.ended();
    return span;
  }

  it('have their pictures as what they are', async () => {
    const images = [new Uint8Array([0x47, 0x49, 0x46, 0x38])];
    const span = await spanOf(
      client =>
        client.chat({
          model: 'llava',
          messages: [
            { role: 'user', content: 'what?', images },
            { role: 'user', content: 'and?', images: ['iVBORw0K'] }
          ]
        }),
      { json: part({ content: 'a cat' }) }
    );
    expect(span?.inputs).toMatchObject({
      messages: [
        { images: ['data:image/gif;base64,R0lGOA=='] },
        { images: ['data:image/png;base64,iVBORw0K'] }
      ]
    });
  });

  it('have the thoughts of a text that is generated, and the odds of its tokens', async () => {
    const span = await spanOf(
      async client =>
        all(await client.generate({ model: 'm', prompt: 'p', stream: true })),
      {
        lines: [
          { response: '', thinking: 'hm', logprobs: [{ token: 'a' }] },
          { response: 'hi', logprobs: [{ token: 'b' }] },
          { response: '', done: true }
        ]
      }
    );
    expect(span?.outputs).toMatchObject({
      response: 'hi',
      thinking: 'hm',
      logprobs: [{ token: 'a' }, { token: 'b' }]
    });
  });

  it('are no errors when the program aborts them', async () => {
    await ollama.autolog(Ollama);
    const line = `${JSON.stringify(part({ content: 'w' }))}\n`;
    const client = new Ollama({
      fetch: (_, init) => Promise.resolve(breakingOff(line, init?.signal))
    });
    const stream = await client.chat({ ...ASKED, stream: true });
    const chunks: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const chunk of stream) {
        chunks.push(chunk);
        stream.abort();
      }
    };
    expect(await failing(read())).toContain('AbortError');
    expect(chunks).toHaveLength(1);
    expect(await traced.ended()).toMatchObject([
      {
        status: { statusCode: 'OK' },
        outputs: { message: { content: 'w' } },
        attributes: { 'mlflow.stream.interrupted': true }
      }
    ]);
  });

  it('of old embeddings are recorded by their heads', async () => {
    const embedding = Array.from({ length: 100 }, (_, at) => at);
    const span = await spanOf(
      client => client.embeddings({ model: 'm', prompt: 'p' }),
      { json: { embedding } }
    );
    expect(span?.name).toBe('Ollama.embeddings');
    expect(shown(span?.outputs)).toContain('92 more numbers');
  });

  it('do not record a key that stands in a header, which a server repeats', async () => {
    const span = await spanOf(
      client => client.chat(ASKED),
      { json: { error: 'no access for key-of-the-cloud' }, status: 403 },
      { 'x-api-key': 'key-of-the-cloud' }
    );
    expect(span?.status.description).toBe('ResponseError: status 403');
    expect(shown(span)).not.toContain('key-of-');
  });
});

/** An answer that breaks off when the client aborts its request, as that of a real `fetch` does. */
function breakingOff(text: string, signal?: AbortSignal | null): Response {
  return new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(text));
        signal?.addEventListener('abort', () => {
          controller.error(signal.reason);
        });
      }
    })
  );
}
