/**
 * A library whose calls are tried.
 *
 * @typedef {object} Row
 * @property {string} name names it on the command line, its golden file and its calls (e2e/autolog-matrix/calls)
 * @property {string} library as the table calls it
 * @property {string} namespace of `mlflow.<namespace>.autolog`
 * @property {Readonly<Record<string, string>>} modules what the calls need, by the name that they give it
 * @property {readonly string[]} [untyped] modules whose types tslab does not find: it takes them by `require`
 * @property {readonly string[]} handed those that are handed in; none when the library is found
 * @property {Readonly<Record<Age, Readonly<Record<string, string>>>>} versions what is installed, the library first
 * @property {Readonly<Record<string, string>>} [gaps] calls that the oldest version gives no means to trace, and why
 */

/** The oldest version of a library that has what is traced, and the newest that there is. @typedef {'oldest' | 'newest'} Age */

/** @type {readonly Age[]} */
export const AGES = ['oldest', 'newest'];

/** @param {Readonly<Record<string, string>>} oldest @param {Readonly<Record<string, string>>} [newest] */
const since = (oldest, newest = {}) => ({
  oldest,
  newest: {
    ...Object.fromEntries(Object.keys(oldest).map(name => [name, 'latest'])),
    ...newest
  }
});

const CORE = '@langchain/core';
const MODELS = {
  provider: '@langchain/openai',
  tools: `${CORE}/tools`,
  zod: 'zod'
};

/** A library that is one module, which is handed in. @param {string} name @param {string} library @param {string} module @param {string} oldest @returns {Row} */
const single = (name, library, module, oldest) => ({
  ...{ name, library, namespace: name, modules: { [name]: module } },
  ...{ handed: [name], versions: since({ [module]: oldest }) }
});

const BEDROCK = '@aws-sdk/client-bedrock-runtime';
const MCP = '@modelcontextprotocol/sdk/client';

const VERCEL = {
  ...{ library: 'Vercel AI SDK', namespace: 'vercel', handed: [] },
  modules: { ai: 'ai', provider: '@ai-sdk/openai' }
};

/** @type {readonly Row[]} */
export const ROWS = [
  single('openai', 'OpenAI', 'openai', '4.0.0'),
  single('groq', 'Groq', 'groq-sdk', '0.3.0'),
  single('anthropic', 'Anthropic', '@anthropic-ai/sdk', '0.17.0'),
  {
    ...VERCEL,
    name: 'vercel6',
    versions: since(
      { ai: '6.0.121', '@ai-sdk/openai': '3.0.30' },
      { ai: '^6', '@ai-sdk/openai': '^3' }
    )
  },
  {
    ...VERCEL,
    name: 'vercel',
    versions: since({ ai: '7.0.0', '@ai-sdk/openai': '4.0.0' })
  },
  {
    ...{ name: 'langchain', library: 'LangChain', namespace: 'langchain' },
    modules: {
      ...MODELS,
      ...{ prompts: `${CORE}/prompts`, parsers: `${CORE}/output_parsers` },
      ...{ runnables: `${CORE}/runnables`, retrievers: `${CORE}/retrievers` }
    },
    handed: [],
    versions: since({ [CORE]: '0.3.0', [MODELS.provider]: '0.3.0', zod: '^3' })
  },
  {
    ...{ name: 'langgraph', library: 'LangGraph', namespace: 'langchain' },
    modules: {
      ...MODELS,
      graphs: '@langchain/langgraph',
      prebuilt: '@langchain/langgraph/prebuilt'
    },
    handed: [],
    untyped: ['prebuilt'],
    versions: since({
      '@langchain/langgraph': '0.2.0',
      ...{ [CORE]: '0.3.0', [MODELS.provider]: '0.3.0', zod: '^3' }
    })
  },
  {
    ...single('openaiAgents', 'OpenAI Agents', '@openai/agents', '0.1.0'),
    ...{ modules: { agents: '@openai/agents' }, handed: ['agents'] }
  },
  {
    ...{ name: 'llamaIndex', library: 'LlamaIndex', namespace: 'llamaIndex' },
    modules: {
      library: 'llamaindex',
      provider: '@llamaindex/openai',
      workflow: '@llamaindex/workflow'
    },
    handed: ['library', 'provider', 'workflow'],
    versions: since({
      llamaindex: '0.12.0',
      '@llamaindex/openai': '~0.4.0',
      '@llamaindex/workflow': '1.1.24'
    })
  },
  single('gemini', 'Google GenAI', '@google/genai', '0.2.0'),
  single('ollama', 'Ollama', 'ollama', '0.4.0'),
  single('mistral', 'Mistral', '@mistralai/mistralai', '1.1.0'),
  {
    ...{ name: 'bedrock', library: 'AWS Bedrock', namespace: 'bedrock' },
    modules: { bedrock: BEDROCK, handler: '@smithy/node-http-handler' },
    handed: ['bedrock'],
    versions: since({
      [BEDROCK]: '3.600.0',
      '@smithy/node-http-handler': '3.0.0'
    })
  },
  {
    ...{ name: 'mcp', library: 'MCP', namespace: 'mcp', handed: ['client'] },
    modules: {
      client: `${MCP}/index.js`,
      http: `${MCP}/streamableHttp.js`,
      stdio: `${MCP}/stdio.js`
    },
    versions: since({ '@modelcontextprotocol/sdk': '1.10.0' })
  },
  single('ax', 'ax', '@ax-llm/ax', '14.0.16'),
  {
    ...{
      name: 'mastra',
      library: 'Mastra',
      namespace: 'mastra',
      handed: ['agents', 'workflows']
    },
    modules: {
      ...{ agents: '@mastra/core/agent', tools: '@mastra/core/tools' },
      ...{ workflows: '@mastra/core/workflows', zod: 'zod' },
      provider: 'mastra-openai'
    },
    versions: since(
      {
        '@mastra/core': '0.24.9',
        'mastra-openai': 'npm:@ai-sdk/openai@^2',
        zod: '^3'
      },
      { 'mastra-openai': 'npm:@ai-sdk/openai@^3' }
    )
  }
];
