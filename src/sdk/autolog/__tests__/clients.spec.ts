import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { bedrock } from '../autolog';
import { withSpan } from '../../api/with-span';
import {
  invoke,
  invokeStream,
  LIBRARIES,
  SHAPES,
  type Programs
} from './client-shapes';
import { treeOf, type ObservedSpan } from './observed-spans';
import { failing, programNamed, shown } from './programs';
import { traceCalls } from './traced-calls';

describe.each(LIBRARIES)(
  'auto tracing of $name',
  ({ name, namespace, subject, clientOf }) => {
    let client: unknown;
    let programs: Programs;
    const traced = traceCalls();

    beforeAll(() => {
      ({ client, programs } = clientOf(traced.url));
    });

    async function spanOf(shape: string): Promise<ObservedSpan | undefined> {
      await namespace.autolog(subject);
      await programNamed(SHAPES, shape)(programs);
      const spans = await traced.ended();
      expect(spans).toHaveLength(1);
      return spans[0];
    }

    it.each(SHAPES)(
      'changes nothing about the result: %s',
      async (_name, program) => {
        const spans = await traced.expectSame(
          () => program(programs),
          () => namespace.autolog(client),
          comparable
        );
        expect(spans).toHaveLength(1);
      }
    );

    it('records what was asked and answered, and with how many tokens', async () => {
      const span = await spanOf('chat');
      expect(span?.status.statusCode).toBe('OK');
      expect(JSON.stringify(span?.inputs)).toContain('hello world');
      expect(JSON.stringify(span?.outputs)).toContain('Echo: hello world');
      expect(span?.attributes).toMatchObject({
        'mlflow.message.format': name,
        'mlflow.llm.model': 'model-1',
        'mlflow.chat.tokenUsage': { output_tokens: 12 }
      });
    });

    it.each([
      ['chat', 'stream'],
      ['tools', 'streamed tools']
    ])(
      'rebuilds of a stream what the whole answer says: %s',
      async (whole, parts) => {
        const expected = await spanOf(whole);
        traced.clear();
        const span = await spanOf(parts);
        // A client may add members that the wire does not have.
        expect(answerOf(expected)).toMatchObject(Object(answerOf(span)));
        expect(span?.attributes['mlflow.chat.tokenUsage']).toEqual(
          expected?.attributes['mlflow.chat.tokenUsage']
        );
        expect(span?.events[0]?.name).toBe('first_token');
      }
    );

    it('records nothing of the headers that an answer came with', async () => {
      for (const shape of ['chat', 'stream']) {
        const text = inspect(await spanOf(shape), { depth: Infinity });
        traced.clear();
        expect(text).toContain('hello');
        expect(text.toLowerCase()).not.toMatch(
          /sdkhttpresponse|content-type|\$metadata/
        );
      }
    });

    it('names tools and settings', async () => {
      const span = await spanOf('tools');
      expect(JSON.stringify(span?.outputs)).toContain('Paris');
      expect(span?.attributes).toMatchObject({
        temperature: 0.5,
        'mlflow.chat.tools': [
          {
            type: 'function',
            function: {
              name: 'get_weather',
              description: 'the weather',
              parameters: { type: 'object' }
            }
          }
        ]
      });
    });

    it('records embeddings by their heads', async () => {
      const span = await spanOf('embeddings');
      expect(span?.spanType).toBe('EMBEDDING');
      expect(JSON.stringify(span?.outputs)).toContain('more numbers');
      expect(JSON.stringify(span?.outputs).length).toBeLessThan(1000);
    });

    it.each([
      'an error 429',
      'an error 500 of a stream',
      'a connection that is cut'
    ])('records %s as an error', async shape => {
      const span = await spanOf(shape);
      expect(span?.status.statusCode).toBe('ERROR');
      expect(span?.events.at(-1)?.name).toBe('exception');
    });

    it.each(['a connection that is cut', 'a reader that stops early'])(
      'keeps what came: %s',
      async shape => {
        const span = await spanOf(shape);
        expect(span?.outputs).toBeDefined();
        expect(answerOf(span)).toBeDefined();
      }
    );

    it('marks a stream that its reader left, and lets the server see it', async () => {
      const span = await spanOf('a reader that stops early');
      expect(span?.status.statusCode).toBe('OK');
      expect(span?.attributes['mlflow.stream.interrupted']).toBe(true);
    });

    it('records neither keys nor, when told so, content', async () => {
      await namespace.autolog(subject);
      await failing(programs.chat('err-401'));
      await namespace.autolog(subject, { captureContent: false });
      await programs.tools();
      await failing(programs.chat('err-429'));
      const [refused, ...rest] = await traced.ended();
      expect(shown(refused)).not.toContain('secret-key');
      for (const content of [
        'hello',
        'Paris',
        'the weather',
        'uota',
        'limit'
      ]) {
        expect(shown(rest)).not.toContain(content);
      }
    });

    it('hangs a call under the function that made it', async () => {
      await namespace.autolog(subject);
      await withSpan(() => programs.chat('m'), { name: 'agent' });
      expect(treeOf(await traced.ended())).toHaveLength(2);
      expect(treeOf(await traced.ended())[0]).toBe('agent UNKNOWN');
    });

    it('does nothing twice, and undoes everything', async () => {
      await namespace.autolog(subject);
      await namespace.autolog(client);
      await programs.chat('m');
      expect(await traced.ended()).toHaveLength(1);
      await namespace.autolog(subject, { logTraces: false });
      await programs.chat('m');
      await namespace.autolog({ disable: true });
      await programs.chat('m');
      expect(await traced.ended()).toHaveLength(1);
    });

    it('finds the library where the notebook would import it from', async () => {
      expect(await namespace.autolog({ silent: true })).toBe(true);
    });
  }
);

describe('auto tracing of models that are asked in the form of their makers', () => {
  const traced = traceCalls();
  const library = LIBRARIES.find(({ name }) => name === 'bedrock');

  it('records bodies as what they say', async () => {
    await library?.namespace.autolog(BedrockRuntimeClient);
    const { client } = library?.clientOf(traced.url) ?? {};
    expect(client).toBeInstanceOf(BedrockRuntimeClient);
    if (client instanceof BedrockRuntimeClient) {
      await invoke(client, 'amazon.titan-text');
      await invokeStream(client);
    }
    const [whole, streamed] = await traced.ended();
    expect(whole).toMatchObject({
      name: 'BedrockRuntime.invoke_model',
      inputs: { body: { inputText: 'hello world' } },
      outputs: { body: { results: [{ outputText: 'Echo: hello world' }] } },
      attributes: { 'mlflow.llm.provider': 'amazon' }
    });
    expect(streamed).toMatchObject({
      name: 'BedrockRuntime.invoke_model_with_response_stream',
      outputs: { body: { outputText: 'Echo: hello world' } }
    });
  });
});

describe('what AWS refuses', () => {
  const traced = traceCalls();

  it('is recorded without what was signed, which its answer repeats', async () => {
    const error = {
      __type: 'InvalidSignatureException',
      message: 'should have been x-amz-security-token:token-of-the-session'
    };
    const client = new BedrockRuntimeClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
      maxAttempts: 1,
      requestHandler: {
        handle: () =>
          Promise.resolve({
            response: {
              statusCode: 403,
              headers: { 'content-type': 'application/json' },
              body: Readable.from([JSON.stringify(error)])
            }
          })
      }
    });
    await bedrock.autolog(client);
    expect(await failing(invoke(client, 'amazon.titan-text'))).toContain(
      'token-of-the-session'
    );
    const [span] = await traced.ended();
    expect(span?.status.description).toContain('status 403');
    expect(shown(span)).not.toContain('token-of-the-session');
  });
});

/** What a call gives, without what each answer has of its own: times and ids. */
function comparable(value: unknown): string {
  return JSON.stringify(value, (key, member: unknown) =>
    ['$metadata', 'headers', 'requestId'].includes(key) ? undefined : member
  );
}

/** The message of an answer, whichever library gave it. */
function answerOf(span: ObservedSpan | undefined): unknown {
  const outputs = Object(span?.outputs) as Record<string, unknown>;
  return (
    outputs['candidates'] ??
    outputs['message'] ??
    outputs['output'] ??
    (outputs['choices'] as { message: unknown }[] | undefined)?.map(
      ({ message }) => message
    )
  );
}
