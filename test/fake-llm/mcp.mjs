// A server of the Model Context Protocol with one tool: over HTTP here, over stdio by mcp-stdio.mjs.
import { once } from 'node:events';
import http from 'node:http';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  CallToolRequestSchema,
  ListToolsRequestSchema
} from '@modelcontextprotocol/sdk/types.js';

const TOOL = {
  name: 'get_weather',
  description: 'the weather',
  inputSchema: {
    type: 'object',
    properties: { city: { type: 'string' } }
  }
};

/** The server, not yet connected. */
export function mcpServer() {
  const server = new Server(
    { name: 'weather', version: '1.0.0' },
    { capabilities: { tools: {} } }
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [TOOL] }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) =>
    answer(params)
  );
  return server;
}

/** @param {{ name: string, arguments?: Record<string, unknown> }} params */
function answer({ name, arguments: given }) {
  if (name !== TOOL.name) {
    throw new Error(`no tool ${name}`);
  }
  if (given?.['city'] === 'Atlantis') {
    const data = Buffer.from('a picture').toString('base64');
    return { content: [{ type: 'image', data, mimeType: 'image/png' }] };
  }
  const isError = given?.['city'] === undefined;
  const text = isError ? 'which city?' : `sunny in ${given['city']}`;
  return { content: [{ type: 'text', text }], isError };
}

/** Starts the server over HTTP; each request has a server of its own. */
export async function startFakeMcp() {
  const server = http.createServer((request, response) => {
    void serve(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/mcp`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  };
}

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
async function serve(request, response) {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: undefined
  });
  await mcpServer().connect(transport);
  await transport.handleRequest(request, response);
}
