import { createServer, type Server } from 'node:http';
import { basename } from 'node:path';

import { build } from 'esbuild';

import { inRoot } from '../../scripts/lib/paths.mjs';

/** Nothing but what the view needs: its own scripts and styles, and images that stand in the data. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'"
].join('; ');

/** The view on a page of its own, under a strict content security policy. */
export type BarePage = {
  readonly origin: string;
  /** The address of a page that shows the data, a bundle. */
  pageOf(data: unknown): string;
  /** The address of a page with that HTML in it, as a converted notebook has it. */
  htmlPageOf(html: string): string;
  stop(): void;
};

export async function serveBarePage(): Promise<BarePage> {
  const files = await bundled();
  const pages: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    const name = basename(new URL(url, 'http://localhost').pathname);
    const page = pages[Number(name)];
    const file = files.get(name);
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('content-type', typeOf(name));
    response.statusCode = (page ?? file) === undefined ? 404 : 200;
    response.end(page ?? file);
  });
  const origin = await started(server);
  const addressOf = (page: string): string =>
    `${origin}/${pages.push(page) - 1}`;
  return {
    origin,
    pageOf: data => addressOf(pageWith(data)),
    htmlPageOf: html => addressOf(`<!doctype html><title>x</title>${html}`),
    stop: () => server.close()
  };
}

/** The view and its lazy parts by file name, and all of its styles as `all.css`. */
async function bundled(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [inRoot('e2e/browser/bare-view.ts')],
    outdir: 'out',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact'
  });
  const files = new Map(
    outputFiles.map(({ path, text }) => [basename(path), text])
  );
  const styles = [...files].filter(([name]) => name.endsWith('.css'));
  files.set('all.css', styles.map(([, text]) => text).join('\n'));
  return files;
}

function pageWith(data: unknown): string {
  const json = JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Spanbook</title>
<link rel="stylesheet" href="all.css"><body><main id="root"></main>
<script type="application/json" id="data">${json}</script><script type="module" src="bare-view.js"></script>`;
}

function typeOf(name: string): string {
  const types: Readonly<Record<string, string>> = {
    css: 'text/css',
    js: 'text/javascript'
  };
  const type = types[name.split('.').at(-1) ?? ''] ?? 'text/html';
  return `${type}; charset=utf-8`;
}

async function started(server: Server): Promise<string> {
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('serveBarePage: no port');
  }
  return `http://127.0.0.1:${address.port}`;
}
