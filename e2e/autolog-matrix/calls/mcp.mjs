import { fileURLToPath } from 'node:url';
import { failing, WEATHER } from './reading.mjs';

const OVER_STDIO = fileURLToPath(
  new URL('../../../test/fake-llm/mcp-stdio.mjs', import.meta.url)
);

/** @type {import('../try-calls.mjs').CallsOf} */
export function mcp({ modules: { client: module, http, stdio }, mcpUrl }) {
  const { name } = WEATHER;
  const paris = { name, arguments: { city: 'Paris' } };
  const overHttp = () =>
    new http.StreamableHTTPClientTransport(new URL(mcpUrl));
  const overStdio = () =>
    new stdio.StdioClientTransport({ command: 'node', args: [OVER_STDIO] });
  /**
   * @param {() => object} transport
   * @param {(client: any) => Promise<unknown>} work
   */
  const connected = async (transport, work) => {
    const client = new module.Client({ name: 'matrix', version: '1.0.0' });
    await client.connect(transport());
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  };
  return {
    callTool: () => connected(overHttp, client => client.callTool(paris)),
    listTools: () => connected(overHttp, client => client.listTools()),
    'callTool over stdio': () =>
      connected(overStdio, client => client.callTool(paris)),
    'answer that is an error': () =>
      connected(overHttp, client => client.callTool({ name, arguments: {} })),
    'unknown tool': () =>
      connected(overHttp, client =>
        failing(() => client.callTool({ ...paris, name: 'none' }))
      )
  };
}
