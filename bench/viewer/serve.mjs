// Serves the bare page: / is the page (?trace=NAME&theme=light|dark), /data/N a sample trace of N spans, /data/NAME.json
// a fixture of test/fixtures/traces.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { build } from 'esbuild';

const here = name => new URL(name, import.meta.url);
const fixtures = new URL('../../test/fixtures/traces/', import.meta.url);
const JSX = { jsx: 'automatic', jsxImportSource: 'preact' };

/** Bundles one entry in memory: a map from the extension to the text. */
async function bundle(entry, format) {
  const { outputFiles } = await build({
    entryPoints: [here(entry).pathname],
    outdir: 'out',
    bundle: true,
    minify: true,
    write: false,
    format,
    target: 'es2022',
    ...JSX
  });
  return new Map(
    outputFiles.map(({ path, text }) => [path.split('.').at(-1), text])
  );
}

/** How JupyterLab and VS Code tell the view their theme. */
const THEMES = {
  light:
    'data-jp-theme-light="true" style="background:#fff;--jp-layout-color1:#fff"',
  dark: 'data-jp-theme-light="false" style="background:#111;color:#ddd;--jp-layout-color1:#111;--jp-ui-font-color1:rgba(255,255,255,.87);--jp-ui-font-color2:rgba(255,255,255,.6);--jp-border-color2:#424242;--jp-layout-color2:#212121;--jp-brand-color1:#64b5f6"'
};

function html({ js, css }, theme) {
  return `<!doctype html><meta charset="utf-8"><title>Spanbook</title><style>${css}</style>
<body ${THEMES[theme] ?? THEMES.light}><div id="root"></div><script type="module">${js}</script>`;
}

/** Starts on a free port; `{ url, close }`. */
export async function serve() {
  const page = Object.fromEntries(await bundle('page/page.ts', 'esm'));
  const code = (await bundle('page/sample-bundle.ts', 'esm')).get('js');
  const { sampleBundle } = await import(
    `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
  );
  const samples = new Map();
  const sample = count => {
    if (!samples.has(count)) {
      samples.set(count, JSON.stringify(sampleBundle(count)));
    }
    return samples.get(count);
  };
  const answer = async url => {
    const name = basename(url.pathname);
    if (url.pathname === '/') {
      return ['text/html', html(page, url.searchParams.get('theme'))];
    }
    return [
      'application/json',
      /^\d+$/.test(name)
        ? sample(Number(name))
        : await readFile(new URL(name, fixtures))
    ];
  };
  const server = createServer((request, response) => {
    answer(new URL(request.url, 'http://localhost')).then(
      ([type, body]) =>
        response.writeHead(200, { 'content-type': type }).end(body),
      error => response.writeHead(404).end(String(error))
    );
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => server.close()
  };
}
