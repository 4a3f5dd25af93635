import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type Tool
} from '@aws-sdk/client-bedrock-runtime';
import { GoogleGenAI } from '@google/genai';
import { Mistral } from '@mistralai/mistralai';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Ollama } from 'ollama';
import { bedrock, gemini, mistral, ollama } from '../autolog';
import type { LibraryNamespace } from '../namespace';
import { all, failing, first } from './programs';

export const QUESTION = 'hello world';
const SCHEMA = { type: 'object', properties: { city: { type: 'string' } } };
const FUNCTION = { name: 'get_weather', description: 'the weather' };

/** What a client is asked in each library's own way; what it gives is compared with and without tracing. */
export type Programs = {
  readonly chat: (model: string) => Promise<unknown>;
  readonly tools: () => Promise<unknown>;
  /** A stream of its chunks. */
  readonly stream: (model: string) => Promise<AsyncIterable<unknown>>;
  readonly streamedTools: () => Promise<AsyncIterable<unknown>>;
  readonly embed: () => Promise<unknown>;
};

/** A library, and how a program gets a client of it that speaks to the fake server. */
export type Library = {
  readonly name: string;
  readonly namespace: LibraryNamespace;
  /** What a user may hand in; the client itself is one more. */
  readonly subject: unknown;
  readonly clientOf: (url: string) => { client: unknown; programs: Programs };
};

/** The call shapes that each library must pass. */
export const SHAPES: readonly (readonly [
  string,
  (programs: Programs) => Promise<unknown>
])[] = [
  ['chat', ({ chat }) => chat('model-1')],
  ['tools', ({ tools }) => tools()],
  ['stream', async ({ stream }) => all(await stream('model-1'))],
  ['streamed tools', async ({ streamedTools }) => all(await streamedTools())],
  ['embeddings', ({ embed }) => embed()],
  ['an error 429', ({ chat }) => failing(chat('err-429'))],
  [
    'an error 500 of a stream',
    ({ stream }) => failing(stream('err-500').then(all))
  ],
  [
    'a connection that is cut',
    ({ stream }) => failing(stream('cut').then(all))
  ],
  [
    'a reader that stops early',
    async ({ stream }) => first(await stream('slow'))
  ]
];

const GEMINI: Library = {
  name: 'gemini',
  namespace: gemini,
  subject: GoogleGenAI,
  clientOf: url => {
    const client = new GoogleGenAI({
      apiKey: 'secret-key',
      // Without it the client asks for Node's own, which Jest's sandbox hides.
      httpOptions: { baseUrl: url, fetch }
    });
    const contents = QUESTION;
    const tools = [
      { functionDeclarations: [{ ...FUNCTION, parametersJsonSchema: SCHEMA }] }
    ];
    return {
      client,
      programs: {
        chat: model => client.models.generateContent({ model, contents }),
        tools: () =>
          client.models.generateContent({
            model: 'm',
            contents,
            config: { tools, temperature: 0.5 }
          }),
        stream: model =>
          client.models.generateContentStream({ model, contents }),
        streamedTools: () =>
          client.models.generateContentStream({
            model: 'm',
            contents,
            config: { tools }
          }),
        embed: () =>
          client.models.embedContent({ model: 'm', contents: ['a', 'b'] })
      }
    };
  }
};

const OLLAMA: Library = {
  name: 'ollama',
  namespace: ollama,
  subject: Ollama,
  clientOf: host => {
    const client = new Ollama({ host });
    const messages = [{ role: 'user', content: QUESTION }];
    const tools = [
      { type: 'function', function: { ...FUNCTION, parameters: SCHEMA } }
    ];
    const common = { model: 'm', messages, tools };
    return {
      client,
      programs: {
        chat: model => client.chat({ model, messages }),
        tools: () => client.chat({ ...common, options: { temperature: 0.5 } }),
        stream: model => client.chat({ model, messages, stream: true }),
        streamedTools: () => client.chat({ ...common, stream: true }),
        embed: () => client.embed({ model: 'm', input: ['a', 'b'] })
      }
    };
  }
};

const MISTRAL: Library = {
  name: 'mistral',
  namespace: mistral,
  subject: Mistral,
  clientOf: url => {
    const client = new Mistral({
      apiKey: 'secret-key',
      serverURL: `${url}/mistral`,
      retryConfig: { strategy: 'none' }
    });
    const messages = [{ role: 'user' as const, content: QUESTION }];
    const tools = [
      {
        type: 'function' as const,
        function: { ...FUNCTION, parameters: SCHEMA }
      }
    ];
    const common = { model: 'm', messages, tools };
    return {
      client,
      programs: {
        chat: model => client.chat.complete({ model, messages }),
        tools: () => client.chat.complete({ ...common, temperature: 0.5 }),
        stream: model => client.chat.stream({ model, messages }),
        streamedTools: () => client.chat.stream(common),
        embed: () =>
          client.embeddings.create({ model: 'm', inputs: ['a', 'b'] })
      }
    };
  }
};

const BEDROCK: Library = {
  name: 'bedrock',
  namespace: bedrock,
  subject: BedrockRuntimeClient,
  clientOf: endpoint => {
    const client = new BedrockRuntimeClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret-key' },
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler()
    });
    const messages = [{ role: 'user' as const, content: [{ text: QUESTION }] }];
    const tools: Tool[] = [
      { toolSpec: { ...FUNCTION, inputSchema: { json: SCHEMA } } }
    ];
    const toolConfig = { tools };
    const read = async (command: ConverseStreamCommand) =>
      (await client.send(command)).stream ?? emptyStream();
    return {
      client,
      programs: {
        chat: modelId =>
          client.send(new ConverseCommand({ modelId, messages })),
        tools: () =>
          client.send(
            new ConverseCommand({
              modelId: 'us.anthropic.claude',
              messages,
              toolConfig,
              inferenceConfig: { temperature: 0.5 }
            })
          ),
        stream: modelId =>
          read(new ConverseStreamCommand({ modelId, messages })),
        streamedTools: () =>
          read(
            new ConverseStreamCommand({ modelId: 'm', messages, toolConfig })
          ),
        embed: () => invoke(client, 'amazon.titan-embed-text')
      }
    };
  }
};

async function* emptyStream(): AsyncGenerator {
  // Nothing: the answer had no stream.
}

/** A model that is asked in the form of its maker. */
export async function invoke(
  client: BedrockRuntimeClient,
  modelId: string
): Promise<unknown> {
  const body = JSON.stringify({ inputText: QUESTION });
  const answer = await client.send(new InvokeModelCommand({ modelId, body }));
  return answer.body.transformToString();
}

/** The same, streamed. */
export async function invokeStream(
  client: BedrockRuntimeClient
): Promise<unknown[]> {
  const body = JSON.stringify({ inputText: QUESTION });
  const answer = await client.send(
    new InvokeModelWithResponseStreamCommand({ modelId: 'amazon.titan', body })
  );
  return all(answer.body ?? emptyStream());
}

/** Clients that are no Stainless clients. */
export const LIBRARIES: readonly Library[] = [GEMINI, OLLAMA, MISTRAL, BEDROCK];
