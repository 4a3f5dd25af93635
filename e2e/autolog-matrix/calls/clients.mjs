import {
  all,
  CITY,
  failing,
  first,
  FUNCTION,
  MESSAGES,
  QUESTION,
  WEATHER
} from './reading.mjs';

/**
 * The calls that each of these clients has, in its own way.
 *
 * @param {{ [name in 'chat' | 'stream']: (model: string) => Promise<any> }
 *   & { [name in 'tools' | 'streamedTools' | 'embed']: () => Promise<any> }} ways
 */
const callsOf = ({ chat, stream, tools, streamedTools, embed }) => ({
  chat: () => chat('model-1'),
  stream: async () => all(await stream('model-1')),
  tools: () => tools(),
  'streamed tools': async () => all(await streamedTools()),
  embeddings: () => embed(),
  'error 429': () => failing(() => chat('err-429')),
  'error 500 of a stream': () =>
    failing(async () => all(await stream('err-500'))),
  'reader that stops': async () => first(await stream('slow')),
  'cut connection': () => failing(async () => all(await stream('cut')))
});

/** Reads a stream that is aborted after its first part. @param {AsyncIterable<unknown>} stream @param {() => void} abort */
async function abortedAfterOne(stream, abort) {
  const parts = stream[Symbol.asyncIterator]();
  await parts.next();
  abort();
  while (!(await parts.next()).done);
}

/** @type {import('../try-calls.mjs').CallsOf} */
export function gemini({ modules: { gemini: module }, url }) {
  const clientOf = () =>
    new module.GoogleGenAI({
      apiKey: 'key-of-the-matrix',
      httpOptions: { baseUrl: url }
    });
  const { models } = clientOf();
  const contents = QUESTION;
  const declared = { functionDeclarations: [{ ...WEATHER, parameters: CITY }] };
  const config = { tools: [declared] };
  const called = () => {
    if (module.mcpToTool === undefined) {
      throw new Error('calls no tools itself');
    }
    const tool = {
      tool: () => Promise.resolve(declared),
      callTool: async (/** @type {any[]} */ calls) =>
        calls.map(({ name }) => ({
          functionResponse: { name, response: { result: 'sunny' } }
        }))
    };
    return { model: 'm', contents, config: { tools: [tool] } };
  };
  return {
    ...callsOf({
      chat: model => models.generateContent({ model, contents }),
      stream: model => models.generateContentStream({ model, contents }),
      tools: () => models.generateContent({ model: 'm', contents, config }),
      streamedTools: () =>
        models.generateContentStream({ model: 'm', contents, config }),
      embed: () => models.embedContent({ model: 'm', contents: ['a', 'b'] })
    }),
    'tools that the client calls': () =>
      clientOf().models.generateContent(called()),
    'tools that the client calls in a stream': async () =>
      all(await models.generateContentStream(called())),
    'count of tokens': () => models.countTokens({ model: 'm', contents })
  };
}

/** @type {import('../try-calls.mjs').CallsOf} */
export function ollama({ modules: { ollama: module }, url }) {
  const client = new module.Ollama({ host: url });
  const asked = { model: 'm', messages: MESSAGES };
  const tools = [FUNCTION];
  return {
    ...callsOf({
      chat: model => client.chat({ ...asked, model }),
      stream: model => client.chat({ ...asked, model, stream: true }),
      tools: () => client.chat({ ...asked, tools }),
      streamedTools: () => client.chat({ ...asked, tools, stream: true }),
      embed: () => client.embed({ model: 'm', input: ['a', 'b'] })
    }),
    abort: async () => {
      const parts = await client.chat({
        ...asked,
        model: 'slow',
        stream: true
      });
      return failing(() => abortedAfterOne(parts, () => client.abort()));
    }
  };
}

/** @type {import('../try-calls.mjs').CallsOf} */
export function mistral({ modules: { mistral: module }, url }) {
  const client = new module.Mistral({
    apiKey: 'key-of-the-matrix',
    serverURL: `${url}/mistral`,
    retryConfig: { strategy: 'none' }
  });
  const asked = { model: 'm', messages: MESSAGES };
  const tools = [FUNCTION];
  return callsOf({
    chat: model => client.chat.complete({ ...asked, model }),
    stream: model => client.chat.stream({ ...asked, model }),
    tools: () => client.chat.complete({ ...asked, tools }),
    // Slowly: of two events that come in one piece, the oldest client itself loses the later.
    streamedTools: () => client.chat.stream({ ...asked, model: 'slow', tools }),
    embed: () => client.embeddings.create({ model: 'm', inputs: ['a', 'b'] })
  });
}

/** @type {import('../try-calls.mjs').CallsOf} */
export function bedrock({ modules: { bedrock: module, handler }, url }) {
  const client = new module.BedrockRuntimeClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: {
      accessKeyId: 'AKIDMATRIX',
      secretAccessKey: 'key-of-the-matrix'
    },
    maxAttempts: 1,
    requestHandler: new handler.NodeHttpHandler()
  });
  const messages = [{ role: 'user', content: [{ text: QUESTION }] }];
  const toolConfig = {
    tools: [{ toolSpec: { ...WEATHER, inputSchema: { json: CITY } } }]
  };
  /** @param {object} more */
  const converse = more =>
    client.send(
      new module.ConverseCommand({ modelId: 'm', messages, ...more })
    );
  /** @param {object} more */
  const stream = async more => {
    const command = { modelId: 'm', messages, ...more };
    const { stream: parts } = await client.send(
      new module.ConverseStreamCommand(command)
    );
    return parts;
  };
  const invoked = {
    modelId: 'amazon.titan',
    body: `{"inputText":"${QUESTION}"}`
  };
  return {
    ...callsOf({
      chat: modelId => converse({ modelId }),
      stream: modelId => stream({ modelId }),
      tools: () => converse({ toolConfig }),
      streamedTools: () => stream({ toolConfig }),
      embed: async () => {
        const asked = { ...invoked, modelId: 'amazon.titan-embed-text' };
        const { body } = await client.send(
          new module.InvokeModelCommand(asked)
        );
        return body.transformToString();
      }
    }),
    abort: async () => {
      const ending = new AbortController();
      const { stream: parts } = await client.send(
        new module.ConverseStreamCommand({ modelId: 'slow', messages }),
        { abortSignal: ending.signal }
      );
      return failing(() => abortedAfterOne(parts, () => ending.abort()));
    },
    InvokeModel: async () => {
      const { body } = await client.send(
        new module.InvokeModelCommand(invoked)
      );
      return body.transformToString();
    },
    InvokeModelWithResponseStream: async () => {
      const command = new module.InvokeModelWithResponseStreamCommand(invoked);
      return all((await client.send(command)).body);
    }
  };
}
