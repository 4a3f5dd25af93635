/**
 * One library in one version, and a call of it that every runtime can make.
 *
 * @typedef {object} Row
 * @property {string} library
 * @property {string} package as it is installed here
 * @property {string} name of `mlflow.<name>`
 * @property {string} span the name of the root span
 * @property {string} call a statement, given the module `lib` and the fake server's `url`
 * @property {string} [further] a second module, `other`
 */

const MESSAGES = `[{ role: "user", content: "hello" }]`;

/** @param {string} classes @param {string} options @param {string} call */
const clientCall = (classes, options, call) =>
  `const Client = ${classes}; const client = new Client(${options}); await client.${call};`;

/** @param {string} path */
const openAi = path =>
  clientCall(
    'lib.OpenAI ?? lib.Groq ?? lib.default',
    `{ apiKey: "k", baseURL: url + "${path}" }`,
    `chat.completions.create({ model: "m", messages: ${MESSAGES} })`
  );

const VERCEL = `
  const { createOpenAI } = other;
  const model = createOpenAI({ apiKey: "k", baseURL: url + "/v1" }).chat("m");
  for await (const piece of lib.streamText({ model, prompt: "hello" }).textStream) { piece; }`;

/** @type {readonly Row[]} */
export const ROWS = [
  {
    ...{ library: 'OpenAI', package: 'openai', name: 'openai' },
    ...{ span: 'Completions', call: openAi('/v1') }
  },
  {
    ...{ library: 'OpenAI', package: 'openai-6', name: 'openai' },
    ...{ span: 'Completions', call: openAi('/v1') }
  },
  {
    ...{ library: 'Groq', package: 'groq-sdk', name: 'groq' },
    ...{ span: 'Completions', call: openAi('') }
  },
  {
    ...{ library: 'Anthropic', package: '@anthropic-ai/sdk' },
    ...{ name: 'anthropic', span: 'Messages.create' },
    call: clientCall(
      'lib.Anthropic ?? lib.default',
      '{ apiKey: "k", baseURL: url }',
      `messages.create({ model: "m", max_tokens: 9, messages: ${MESSAGES} })`
    )
  },
  {
    ...{ library: 'Vercel AI SDK', package: 'ai', name: 'vercel' },
    ...{ span: 'ai.streamText', call: VERCEL, further: '@ai-sdk/openai' }
  },
  {
    ...{ library: 'Vercel AI SDK', package: 'ai-7', name: 'vercel' },
    ...{ span: 'ai.streamText', call: VERCEL, further: 'ai-sdk-openai-4' }
  },
  {
    ...{ library: 'Google GenAI', package: '@google/genai', name: 'gemini' },
    span: 'Models.generate_content',
    call: clientCall(
      'lib.GoogleGenAI',
      '{ apiKey: "k", httpOptions: { baseUrl: url } }',
      'models.generateContent({ model: "m", contents: "hello" })'
    )
  },
  {
    ...{ library: 'Ollama', package: 'ollama', name: 'ollama' },
    span: 'Ollama.chat',
    call: clientCall(
      'lib.Ollama',
      '{ host: url }',
      `chat({ model: "m", messages: ${MESSAGES} })`
    )
  },
  {
    ...{ library: 'Mistral', package: '@mistralai/mistralai' },
    ...{ name: 'mistral', span: 'Chat.complete' },
    call: clientCall(
      'lib.Mistral',
      '{ apiKey: "k", serverURL: url + "/mistral" }',
      `chat.complete({ model: "m", messages: ${MESSAGES} })`
    )
  },
  {
    library: 'AWS Bedrock',
    package: '@aws-sdk/client-bedrock-runtime',
    ...{ name: 'bedrock', span: 'BedrockRuntime.converse' },
    call: `
      const client = new lib.BedrockRuntimeClient({ endpoint: url, region: "us-east-1",
        credentials: { accessKeyId: "a", secretAccessKey: "b" }, requestHandler: new other.NodeHttpHandler() });
      await client.send(new lib.ConverseCommand({ modelId: "m",
        messages: [{ role: "user", content: [{ text: "hello" }] }] }));
      client.destroy();`,
    further: '@smithy/node-http-handler'
  },
  {
    library: 'MCP',
    package: '@modelcontextprotocol/sdk/client/index.js',
    ...{ name: 'mcp', span: 'get_weather' },
    call: `
      const client = new lib.Client({ name: "matrix", version: "1" });
      await client.connect(new other.StreamableHTTPClientTransport(new URL(mcpUrl)));
      await client.callTool({ name: "get_weather", arguments: { city: "Paris" } });
      await client.close();`,
    further: '@modelcontextprotocol/sdk/client/streamableHttp.js'
  }
];
