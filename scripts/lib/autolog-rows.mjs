/**
 * One library, and a call of it that every runtime can make.
 *
 * @typedef {object} Row
 * @property {string} library
 * @property {string} package the module that is handed in
 * @property {string} name of `mlflow.<name>`
 * @property {string} span the name of the root span
 * @property {string} call a statement, given the module `lib`, a further one, `other`, and the fake server's `url`
 * @property {string} [further] the module `other`
 * @property {boolean} [isFound] the library is found, not handed in: its modules are several
 * @property {Readonly<Record<Age, Readonly<Record<string, string>>>>} versions what is installed, by package
 */

/** The oldest version of a library that has what is traced, and the newest that there is. @typedef {'oldest' | 'newest'} Age */

const LATEST = 'latest';

/** @param {Readonly<Record<string, string>>} oldest @param {Readonly<Record<string, string>>} [newest] */
const since = (oldest, newest = {}) => ({
  oldest,
  newest: {
    ...Object.fromEntries(Object.keys(oldest).map(name => [name, LATEST])),
    ...newest
  }
});

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
  const model = other.createOpenAI({ apiKey: "k", baseURL: url + "/v1" }).chat("m");
  for await (const piece of lib.streamText({ model, prompt: "hello" }).textStream) { piece; }`;

const CHAT_OPEN_AI = `new other.ChatOpenAI({ model: "m", apiKey: "k", configuration: { baseURL: url + "/v1" } })`;

/** @type {readonly Row[]} */
export const ROWS = [
  {
    ...{ library: 'OpenAI', package: 'openai', name: 'openai' },
    ...{ span: 'Completions', call: openAi('/v1') },
    versions: since({ openai: '4.0.0' })
  },
  {
    ...{ library: 'Groq', package: 'groq-sdk', name: 'groq' },
    ...{ span: 'Completions', call: openAi('') },
    versions: since({ 'groq-sdk': '0.3.0' })
  },
  {
    ...{ library: 'Anthropic', package: '@anthropic-ai/sdk' },
    ...{ name: 'anthropic', span: 'Messages.create' },
    call: clientCall(
      'lib.Anthropic ?? lib.default',
      '{ apiKey: "k", baseURL: url }',
      `messages.create({ model: "m", max_tokens: 9, messages: ${MESSAGES} })`
    ),
    versions: since({ '@anthropic-ai/sdk': '0.17.0' })
  },
  {
    ...{ library: 'Vercel AI SDK', package: 'ai', name: 'vercel' },
    ...{ span: 'ai.streamText', call: VERCEL, further: '@ai-sdk/openai' },
    versions: since({ ai: '6.0.121', '@ai-sdk/openai': '3.0.30' })
  },
  {
    ...{ library: 'LangChain', package: '@langchain/core/prompts' },
    ...{ name: 'langchain', span: 'RunnableSequence', isFound: true },
    call: `
      const prompt = lib.ChatPromptTemplate.fromMessages([["user", "{q}"]]);
      await prompt.pipe(${CHAT_OPEN_AI}).invoke({ q: "hello" });`,
    further: '@langchain/openai',
    versions: since({
      '@langchain/core': '0.3.0',
      '@langchain/openai': '0.3.0'
    })
  },
  {
    ...{ library: 'LangGraph', package: '@langchain/langgraph' },
    ...{ name: 'langchain', span: 'LangGraph', isFound: true },
    call: `
      const model = ${CHAT_OPEN_AI};
      const State = lib.Annotation.Root({ q: lib.Annotation() });
      await new lib.StateGraph(State).addNode("ask", async ({ q }) => ({ q: String((await model.invoke(q)).content) }))
        .addEdge(lib.START, "ask").addEdge("ask", lib.END).compile().invoke({ q: "hello" });`,
    further: '@langchain/openai',
    versions: since({ '@langchain/langgraph': '0.2.0' })
  },
  {
    ...{ library: 'OpenAI Agents', package: '@openai/agents' },
    ...{ name: 'openaiAgents', span: 'AgentRunner.run' },
    call: `
      const provider = new lib.OpenAIProvider({ apiKey: "k", baseURL: url + "/v1" });
      lib.setTraceProcessors([]);
      await new lib.Runner({ modelProvider: provider }).run(
        new lib.Agent({ name: "Guide", instructions: "be nice", model: "gpt-4o" }), "hello");`,
    versions: since({ '@openai/agents': '0.1.0' })
  },
  {
    ...{ library: 'LlamaIndex', package: '@llamaindex/openai' },
    ...{ name: 'llamaIndex', span: 'OpenAI.chat' },
    call: `
      await new lib.OpenAI({ model: "gpt-4o-mini", apiKey: "k", baseURL: url + "/v1",
        additionalSessionOptions: { baseURL: url + "/v1" } }).chat({ messages: ${MESSAGES} });`,
    versions: since({ llamaindex: '0.12.0', '@llamaindex/openai': '~0.4.0' })
  },
  {
    ...{ library: 'Google GenAI', package: '@google/genai', name: 'gemini' },
    span: 'Models.generate_content',
    call: clientCall(
      'lib.GoogleGenAI',
      '{ apiKey: "k", httpOptions: { baseUrl: url } }',
      'models.generateContent({ model: "m", contents: "hello" })'
    ),
    versions: since({ '@google/genai': '0.2.0' })
  },
  {
    ...{ library: 'Ollama', package: 'ollama', name: 'ollama' },
    span: 'Ollama.chat',
    call: clientCall(
      'lib.Ollama',
      '{ host: url }',
      `chat({ model: "m", messages: ${MESSAGES} })`
    ),
    versions: since({ ollama: '0.4.0' })
  },
  {
    ...{ library: 'Mistral', package: '@mistralai/mistralai' },
    ...{ name: 'mistral', span: 'Chat.complete' },
    call: clientCall(
      'lib.Mistral',
      '{ apiKey: "k", serverURL: url + "/mistral" }',
      `chat.complete({ model: "m", messages: ${MESSAGES} })`
    ),
    versions: since({ '@mistralai/mistralai': '1.1.0' })
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
    further: '@smithy/node-http-handler',
    versions: since({
      '@aws-sdk/client-bedrock-runtime': '3.600.0',
      '@smithy/node-http-handler': '3.0.0'
    })
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
    further: '@modelcontextprotocol/sdk/client/streamableHttp.js',
    versions: since({ '@modelcontextprotocol/sdk': '1.10.0' })
  },
  {
    ...{ library: 'ax', package: '@ax-llm/ax', name: 'ax' },
    span: 'AxGen.forward',
    call: `
      const model = new lib.AxAI({ name: "openai", apiKey: "k", apiURL: url + "/v1", config: { model: "gpt-4o-mini" } });
      await new lib.AxGen("question:string -> echo:string").forward(model, { question: "hello" });`,
    versions: since({ '@ax-llm/ax': '14.0.16' })
  },
  {
    ...{ library: 'Mastra', package: '@mastra/core/agent', name: 'mastra' },
    span: 'guide',
    call: `
      const model = other.createOpenAI({ apiKey: "k", baseURL: url + "/v1" }).chat("m");
      await new lib.Agent({ id: "guide", name: "guide", instructions: "be nice", model }).generate("hello");`,
    further: 'mastra-openai',
    versions: since(
      { '@mastra/core': '0.24.9', 'mastra-openai': 'npm:@ai-sdk/openai@^2' },
      { 'mastra-openai': 'npm:@ai-sdk/openai@^3' }
    )
  }
];
