import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';

import { SETUP, VENV } from '../../scripts/lib/paths.mjs';

/** Sites live below the root of a host more often than at it. */
const BASE = '/docs/lite/';

const PYTHON = join(SETUP, 'lite/bin/python');

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.ipynb': 'application/json',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json'
};

/** A JupyterLite site, served as plain files. */
export class LiteSite {
  private constructor(
    private readonly _home: string,
    private readonly _server: Server,
    /** Scheme, host and port. */
    readonly origin: string
  ) {}

  /** Builds a site with our extension; `fill` writes the files that it shows. */
  static async start(fill: (folder: string) => void): Promise<LiteSite> {
    const home = mkdtempSync(join(tmpdir(), 'spanbook-lite-'));
    const contents = join(home, 'contents');
    mkdirSync(contents);
    fill(contents);
    build(home, contents);
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://site');
      answerOf(join(home, 'site'), pathname).then(
        ({ body, type }) => {
          response.writeHead(200, { 'Content-Type': type });
          response.end(body);
        },
        () => {
          response.writeHead(404);
          response.end();
        }
      );
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return new LiteSite(home, server, `http://127.0.0.1:${port}`);
  }

  /** The address of a file in the site's JupyterLab. */
  pageOf(file: string): string {
    return `${this.origin}${BASE}lab/index.html?path=${file}`;
  }

  /** The same in its Notebook 7. */
  notebookPageOf(file: string): string {
    return `${this.origin}${BASE}notebooks/index.html?path=${file}`;
  }

  async stop(): Promise<void> {
    this._server.closeAllConnections();
    await new Promise(done => this._server.close(done));
    rmSync(this._home, { recursive: true, force: true });
  }
}

/** By the commands of the documentation (docs/jupyterlite.md). */
function build(home: string, contents: string): void {
  const wheel = process.env['SPANBOOK_WHEEL'];
  if (!wheel) throw new Error('run it by "npm run test:lite"');
  const lite = join(home, 'lite');
  mkdirSync(lite);
  const write = (name: string, value: object): void =>
    writeFileSync(join(lite, name), JSON.stringify(value));
  write('jupyter_lite_config.json', {
    LiteBuildConfig: { federated_extensions: [wheel] }
  });
  // The tests call commands of the application.
  write('jupyter-lite.json', {
    'jupyter-lite-schema-version': 0,
    'jupyter-config-data': { exposeAppInBrowser: true }
  });
  const { status, stdout, stderr } = spawnSync(
    PYTHON,
    [
      ...['-m', 'jupyterlite_core', 'build', '--lite-dir', lite],
      ...['--contents', contents, '--output-dir', join(home, 'site')],
      '--no-sourcemaps'
    ],
    { cwd: lite, encoding: 'utf8', env: { ...process.env, VIRTUAL_ENV: VENV } }
  );
  if (status !== 0) throw new Error(`no site:\n${stdout}\n${stderr}`);
}

async function answerOf(
  folder: string,
  path: string
): Promise<{ body: Buffer; type: string }> {
  if (!path.startsWith(BASE)) throw new Error(`not of this site: ${path}`);
  const below = normalize(decodeURIComponent(path.slice(BASE.length)));
  const file = below.endsWith('/') ? `${below}index.html` : below;
  if (file.startsWith('..')) throw new Error(`not of this site: ${path}`);
  const body = await readFile(join(folder, file));
  return { body, type: TYPES[extname(file)] ?? 'application/octet-stream' };
}
