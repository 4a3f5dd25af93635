import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import process from 'node:process';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import * as ai from 'ai';
import { createOpenAI } from '@ai-sdk/openai';
import { startFakeMcp } from '../../../../test/fake-llm/mcp.mjs';
import { mcp, vercel } from '../autolog';
import { treeOf } from './observed-spans';
import { failing, shown } from './programs';
import { traceCalls } from './traced-calls';

const PARIS = { name: 'get_weather', arguments: { city: 'Paris' } };

describe.each(['stdio', 'http'])(
  'auto tracing of an MCP client over %s',
  carrier => {
    let server: Awaited<ReturnType<typeof startFakeMcp>>;
    let client: Client;
    const traced = traceCalls();

    beforeAll(async () => {
      server = await startFakeMcp();
      client = new Client({ name: 'notebook', version: '1.0.0' });
      const transport: unknown =
        carrier === 'stdio'
          ? new StdioClientTransport({
              command: process.execPath,
              args: ['test/fake-llm/mcp-stdio.mjs']
            })
          : new StreamableHTTPClientTransport(new URL(server.url));
      // Its own classes do not say it under exactOptionalPropertyTypes.
      await client.connect(transport as Transport);
    });
    afterAll(async () => {
      await client.close();
      await server.close();
    });

    it('changes no answer and records each call of a tool', async () => {
      const untraced = await client.callTool(PARIS);
      await mcp.autolog(client);
      await mcp.autolog(Client);
      expect(await client.callTool(PARIS)).toEqual(untraced);
      expect(await traced.ended()).toMatchObject([
        {
          name: 'get_weather',
          spanType: 'TOOL',
          status: { statusCode: 'OK' },
          inputs: { city: 'Paris' },
          outputs: { content: [{ type: 'text', text: 'sunny in Paris' }] },
          attributes: { 'mcp.server': { name: 'weather' } }
        }
      ]);
    });

    it('takes the answer of a failure for an error, and an error for one', async () => {
      await mcp.autolog(Client);
      expect(await client.callTool({ name: 'get_weather' })).toMatchObject({
        isError: true
      });
      const said = await failing(client.callTool({ name: 'none' }));
      expect(said).toContain('no tool none');
      const [answered, thrown] = await traced.ended();
      expect(answered).toMatchObject({
        status: {
          statusCode: 'ERROR',
          description: expect.stringMatching(/which city/)
        },
        outputs: { isError: true }
      });
      expect(thrown?.status.statusCode).toBe('ERROR');
    });

    it('records what tools there are', async () => {
      await mcp.autolog(Client);
      await client.listTools();
      expect(await traced.ended()).toMatchObject([
        {
          name: 'list_tools',
          attributes: {
            'mlflow.chat.tools': [{ function: { name: 'get_weather' } }]
          }
        }
      ]);
    });

    it('has pictures in the form in which files are stored', async () => {
      await mcp.autolog(Client);
      await client.callTool({
        name: 'get_weather',
        arguments: { city: 'Atlantis' }
      });
      const [span] = await traced.ended();
      expect(span?.outputs).toMatchObject({
        content: [{ data: 'data:image/png;base64,YSBwaWN0dXJl' }]
      });
    });

    it('records shapes and sizes only, when told so', async () => {
      await mcp.autolog(Client, { captureContent: false });
      await client.callTool({
        name: 'get_weather',
        arguments: { city: 'Paris', name: 'Alice' }
      });
      await client.listTools();
      const text = shown(await traced.ended());
      for (const content of ['Paris', 'Alice', 'sunny', 'the weather']) {
        expect(text).not.toContain(content);
      }
      expect(text).toContain('get_weather');
    });

    it('hangs under the tool of the AI SDK that called it', async () => {
      await mcp.autolog(Client);
      await vercel.autolog();
      const openai = createOpenAI({ apiKey: 'k', baseURL: `${traced.url}/v1` });
      await ai.generateText({
        model: openai.chat('m'),
        prompt: 'hi',
        stopWhen: ai.stepCountIs(2),
        tools: {
          weather: ai.tool({
            inputSchema: ai.jsonSchema({ type: 'object' }),
            execute: () => client.callTool(PARIS)
          })
        }
      });
      expect(treeOf(await traced.ended())).toEqual([
        'ai.generateText CHAIN',
        '  ai.generateText.doGenerate CHAT_MODEL',
        '  weather TOOL',
        '    get_weather TOOL',
        '  ai.generateText.doGenerate CHAT_MODEL'
      ]);
    });

    it('is found, and undone', async () => {
      expect(await mcp.autolog({ silent: true })).toBe(true);
      await mcp.autolog({ disable: true });
      await client.callTool(PARIS);
      expect(await traced.ended()).toHaveLength(0);
    });
  }
);
