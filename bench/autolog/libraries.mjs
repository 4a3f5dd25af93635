// What is called of each library: the smallest call that it has, and a stream of many chunks. They all speak to the fake
// server. Mastra, which nothing else here needs and which is large, is that of the matrix (npm run test:autolog-matrix).
import { createRequire } from 'node:module';
import path from 'node:path';
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand
} from '@aws-sdk/client-bedrock-runtime';
import * as ax from '@ax-llm/ax';
import { GoogleGenAI } from '@google/genai';
import { ChatOpenAI } from '@langchain/openai';
import { OpenAI as LlamaOpenAI } from '@llamaindex/openai';
import { Mistral } from '@mistralai/mistralai';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as agents from '@openai/agents';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import * as ai from 'ai';
import { createOpenAI as createOpenAi7 } from 'ai-sdk-openai-4';
import * as ai7 from 'ai-7';
import Groq from 'groq-sdk';
import { Ollama } from 'ollama';
import OpenAI from 'openai';
import { install } from '../../scripts/lib/autolog-install.mjs';
import { ROWS } from '../../scripts/lib/autolog-rows.mjs';

/**
 * @typedef {object} Measured
 * @property {string} title
 * @property {string} name of `mlflow.<name>`
 * @property {unknown} [subject] what is handed in; found where it is absent
 * @property {boolean} [isListener] true where the library is listened to, rather than methods of it replaced
 * @property {() => Promise<unknown>} call
 * @property {() => Promise<AsyncIterable<unknown>>} [stream]
 */

const SHORT = 'hello world';
const model = 'gpt-4o-mini';

/** @param {string} content */
const messages = content => [{ role: 'user', content }];

/** @param {string} url @param {string} mcpUrl @param {string} long a text of as many words as there are chunks */
export async function librariesAt(url, mcpUrl, long) {
  const key = { apiKey: 'none' };
  const baseURL = `${url}/v1`;
  const openai = new OpenAI({ ...key, baseURL });
  agents.setDefaultOpenAIClient(openai);
  agents.setTraceProcessors([]);
  const chat = new ChatOpenAI({ model, ...key, configuration: { baseURL } });
  /** @param {any} sdk @param {any} create @param {string} title @returns {Measured} */
  const vercel = (sdk, create, title) => {
    const asked = create({ ...key, baseURL }).chat(model);
    return {
      ...{ title, name: 'vercel', isListener: true },
      call: () => sdk.generateText({ model: asked, prompt: SHORT }),
      stream: async () =>
        sdk.streamText({ model: asked, prompt: long }).textStream
    };
  };
  return [
    stainless('OpenAI', 'openai', OpenAI, openai),
    stainless('Groq', 'groq', Groq, new Groq({ ...key, baseURL: url })),
    anthropicOf(new Anthropic({ ...key, baseURL: url })),
    vercel(ai, createOpenAI, 'Vercel AI SDK 6'),
    vercel(ai7, createOpenAi7, 'Vercel AI SDK 7'),
    {
      ...{ title: 'LangChain', name: 'langchain' },
      call: () => chat.invoke(SHORT),
      stream: () => chat.stream(long)
    },
    {
      ...{ title: 'OpenAI Agents', name: 'openaiAgents', subject: agents },
      isListener: true,
      call: () =>
        agents.run(new agents.Agent({ name: 'Guide', model: 'gpt-4o' }), SHORT)
    },
    llamaIndexOf(new LlamaOpenAI({ model, session: openai })),
    geminiOf(new GoogleGenAI({ ...key, httpOptions: { baseUrl: url } })),
    ollamaOf(new Ollama({ host: url })),
    mistralOf(new Mistral({ ...key, serverURL: `${url}/mistral` })),
    bedrockOf(url),
    await mcpOf(mcpUrl),
    axOf(baseURL),
    await mastraOf()
  ];

  /** @param {string} title @param {string} name @param {unknown} subject @param {any} client @returns {Measured} */
  function stainless(title, name, subject, client) {
    return {
      ...{ title, name, subject },
      call: () =>
        client.chat.completions.create({ model, messages: messages(SHORT) }),
      stream: () =>
        client.chat.completions.create({
          ...{ model, messages: messages(long), stream: true }
        })
    };
  }

  /** @param {any} client @returns {Measured} */
  function anthropicOf(client) {
    const base = { model, max_tokens: 9 };
    return {
      ...{ title: 'Anthropic', name: 'anthropic', subject: Anthropic },
      call: () =>
        client.messages.create({ ...base, messages: messages(SHORT) }),
      stream: () =>
        client.messages.create({
          ...{ ...base, messages: messages(long), stream: true }
        })
    };
  }

  /** @param {any} llm @returns {Measured} */
  function llamaIndexOf(llm) {
    return {
      ...{ title: 'LlamaIndex', name: 'llamaIndex', subject: llm },
      call: () => llm.chat({ messages: messages(SHORT) }),
      stream: () => llm.chat({ messages: messages(long), stream: true })
    };
  }

  /** @param {any} client @returns {Measured} */
  function geminiOf(client) {
    return {
      ...{ title: 'Google GenAI', name: 'gemini', subject: client },
      call: () => client.models.generateContent({ model, contents: SHORT }),
      stream: () =>
        client.models.generateContentStream({ model, contents: long })
    };
  }

  /** @param {any} client @returns {Measured} */
  function ollamaOf(client) {
    return {
      ...{ title: 'Ollama', name: 'ollama', subject: client },
      call: () => client.chat({ model, messages: messages(SHORT) }),
      stream: () =>
        client.chat({ model, messages: messages(long), stream: true })
    };
  }

  /** @param {any} client @returns {Measured} */
  function mistralOf(client) {
    return {
      ...{ title: 'Mistral', name: 'mistral', subject: client },
      call: () => client.chat.complete({ model, messages: messages(SHORT) }),
      stream: () => client.chat.stream({ model, messages: messages(long) })
    };
  }

  /** @param {string} endpoint @returns {Measured} */
  function bedrockOf(endpoint) {
    const client = new BedrockRuntimeClient({
      ...{ endpoint, region: 'us-east-1' },
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: new NodeHttpHandler()
    });
    /** @param {string} text */
    const asked = text => ({
      modelId: 'm',
      messages: [{ role: /** @type {const} */ ('user'), content: [{ text }] }]
    });
    return {
      ...{ title: 'AWS Bedrock', name: 'bedrock', subject: client },
      call: () => client.send(new ConverseCommand(asked(SHORT))),
      stream: async () =>
        (await client.send(new ConverseStreamCommand(asked(long)))).stream
    };
  }

  /** @param {string} address @returns {Promise<Measured>} */
  async function mcpOf(address) {
    const client = new Client({ name: 'bench', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(address)));
    const asked = { name: 'get_weather', arguments: { city: 'Paris' } };
    return {
      ...{ title: 'MCP', name: 'mcp', subject: Client },
      call: () => client.callTool(asked)
    };
  }

  /** @param {string} apiURL @returns {Measured} */
  function axOf(apiURL) {
    const client = ax.ai({
      ...{ name: 'openai', ...key, apiURL, config: { model } }
    });
    /** @param {string} content @param {boolean} stream */
    const asked = (content, stream) =>
      client.chat({ chatPrompt: messages(content) }, { stream });
    return {
      ...{ title: 'ax', name: 'ax', subject: ax },
      call: () => asked(SHORT, false),
      stream: () => asked(long, true)
    };
  }

  /** @returns {Promise<Measured>} */
  async function mastraOf() {
    const row = ROWS.find(({ name }) => name === 'mastra');
    if (row === undefined) throw new Error('mastraOf: Mastra has no row');
    const folder = await install(row, 'newest');
    const subject = createRequire(path.join(folder, 'package.json'))(
      '@mastra/core/agent'
    );
    const agent = new subject.Agent({
      ...{ id: 'guide', name: 'guide', instructions: 'be nice' },
      model: createOpenAI({ ...key, baseURL }).chat(model)
    });
    return {
      ...{ title: 'Mastra', name: 'mastra', subject },
      call: () => agent.generate(SHORT),
      stream: async () => (await agent.stream(long)).textStream
    };
  }
}
