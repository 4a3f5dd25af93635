// The same server for a client that starts it:
//   node test/fake-llm/mcp-stdio.mjs
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { mcpServer } from './mcp.mjs';

await mcpServer().connect(new StdioServerTransport());
