import { beforeAll, describe, expect, it } from '@jest/globals';
import { createOpenAI } from '@ai-sdk/openai';
import * as ax from '@ax-llm/ax';
import * as manager from '@langchain/core/callbacks/manager';
import * as chatModels from '@langchain/core/language_models/chat_models';
import * as runnables from '@langchain/core/runnables';
import * as singletons from '@langchain/core/singletons';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import * as agents from '@openai/agents';
import * as ai from 'ai';
import OpenAI from 'openai';
import { z } from 'zod';
import { startFakeMcp } from '../../../../test/fake-llm/mcp.mjs';
import { autolog } from '../autolog';
import { chainAt, QUESTION } from './langchain-shapes';
import { treeOf } from './observed-spans';
import { traceCalls } from './traced-calls';

const PARIS = { name: 'get_weather', arguments: { city: 'Paris' } };
const ASKED = { question: 'hello world' };

/** All that is traced at once, whichever of it a program uses. */
const EVERYTHING = {
  openai: OpenAI,
  langchain: [manager, chatModels, runnables, singletons],
  openaiAgents: agents,
  vercel: ai,
  mcp: Client,
  ax
};

describe('auto tracing of all libraries at once', () => {
  const traced = traceCalls();

  beforeAll(() => {
    agents.setTracingDisabled(false);
    agents.setTraceProcessors([]);
  });

  function clientOf(): OpenAI {
    return new OpenAI({ apiKey: 'k', baseURL: `${traced.url}/v1` });
  }

  /** A client of a tool's server, for as long as the work takes. */
  async function withMcp<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const server = await startFakeMcp();
    const client = new Client({ name: 'notebook', version: '1.0.0' });
    const transport: unknown = new StreamableHTTPClientTransport(
      new URL(server.url)
    );
    try {
      // Its own classes do not say it under exactOptionalPropertyTypes.
      await client.connect(transport as Transport);
      return await work(client);
    } finally {
      await client.close();
      await server.close();
    }
  }

  const PROGRAMS: readonly (readonly [
    string,
    () => Promise<unknown>,
    readonly string[]
  ])[] = [
    [
      'LangChain over OpenAI',
      () => chainAt(traced.url).invoke(QUESTION),
      [
        'RunnableSequence CHAIN',
        '  ChatPromptTemplate CHAIN',
        '  ChatOpenAI CHAT_MODEL',
        '    Completions CHAT_MODEL',
        '  StrOutputParser CHAIN'
      ]
    ],
    [
      'agents over OpenAI, with a tool that asks a server',
      () =>
        withMcp(client => {
          agents.setDefaultOpenAIClient(clientOf());
          const weather = agents.tool({
            name: 'weather',
            description: 'the weather',
            parameters: z.object({ city: z.string() }),
            execute: () => client.callTool(PARIS)
          });
          return agents.run(
            new agents.Agent({
              name: 'Guide',
              model: 'gpt-4o',
              tools: [weather]
            }),
            'hello'
          );
        }),
      [
        'AgentRunner.run AGENT',
        '  Guide AGENT',
        '    Response CHAT_MODEL',
        '      Responses CHAT_MODEL',
        '    weather TOOL',
        '      get_weather TOOL',
        '    Response CHAT_MODEL',
        '      Responses CHAT_MODEL'
      ]
    ],
    [
      'the AI SDK, with a tool that asks a server and one of OpenAI’s models',
      () =>
        withMcp(async client => {
          const provider = createOpenAI({
            apiKey: 'k',
            baseURL: `${traced.url}/v1`
          });
          const weather = ai.tool({
            inputSchema: ai.jsonSchema({ type: 'object' }),
            execute: async () => {
              await client.callTool(PARIS);
              return clientOf().chat.completions.create({
                model: 'gpt-4o-mini',
                messages: [{ role: 'user', content: 'hello' }]
              });
            }
          });
          await ai.generateText({
            ...{ model: provider.chat('m'), prompt: 'hi', tools: { weather } },
            stopWhen: ai.stepCountIs(2)
          });
        }),
      [
        'ai.generateText CHAIN',
        '  ai.generateText.doGenerate CHAT_MODEL',
        '  weather TOOL',
        '    get_weather TOOL',
        '    Completions CHAT_MODEL',
        '  ai.generateText.doGenerate CHAT_MODEL'
      ]
    ],
    [
      'ax with a tool that runs a chain',
      () =>
        new ax.AxGen<typeof ASKED, { echo: string }>(
          'question:string -> echo:string',
          {
            functions: [
              {
                name: 'look_up',
                description: 'looks it up',
                parameters: { type: 'object', properties: {} },
                func: () => chainAt(traced.url).invoke(QUESTION)
              }
            ]
          }
        ).forward(
          ax.ai({
            name: 'openai',
            apiKey: 'k',
            apiURL: `${traced.url}/v1`,
            config: { stream: false }
          }),
          ASKED
        ),
      [
        'AxGen.forward LLM',
        '  OpenAI.chat CHAT_MODEL',
        '  look_up TOOL',
        '    RunnableSequence CHAIN',
        '      ChatPromptTemplate CHAIN',
        '      ChatOpenAI CHAT_MODEL',
        '        Completions CHAT_MODEL',
        '      StrOutputParser CHAIN',
        '  OpenAI.chat CHAT_MODEL'
      ]
    ]
  ];

  it.each(PROGRAMS)(
    'draws one tree, with nothing twice: %s',
    async (_name, program, tree) => {
      await autolog(EVERYTHING, { silent: true });
      await program();
      expect(treeOf(await traced.ended())).toEqual(tree);
    }
  );
});
