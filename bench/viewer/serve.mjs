// Serves the bare page: / is the page (?trace=NAME&theme=light|dark), /data/N a sample trace of N spans, /data/NAME.json
// a fixture of test/fixtures/traces.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { build } from 'esbuild';
import { bundlePage } from './bundle.mjs';

const here = name => new URL(name, import.meta.url);
const fixtures = new URL('../../test/fixtures/traces/', import.meta.url);
/** The text of one module with all that it imports. */
async function moduleText(entry) {
  const { outputFiles } = await build({
    entryPoints: [here(entry).pathname],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022'
  });
  return outputFiles[0].text;
}

/** The variables of JupyterLab's own two themes. */
const THEMES = {
  light: {
    '--jp-layout-color1': '#fff',
    '--jp-layout-color2': '#eee',
    '--jp-ui-font-color1': 'rgba(0,0,0,.87)',
    '--jp-border-color2': '#e0e0e0',
    '--jp-brand-color1': '#1976d2',
    '--jp-error-color1': '#d32f2f',
    '--jp-success-color1': '#388e3c'
  },
  dark: {
    '--jp-layout-color1': '#212121',
    '--jp-layout-color2': '#424242',
    '--jp-ui-font-color1': '#fff',
    '--jp-border-color2': '#424242',
    '--jp-brand-color1': '#2196f3',
    '--jp-error-color1': '#f44336',
    '--jp-success-color1': '#4caf50'
  }
};

function html(files, theme) {
  const css = files.get('page.css');
  const variables = Object.entries(THEMES[theme] ?? THEMES.light);
  const style = [
    'background:var(--jp-layout-color1)',
    ...variables.map(pair => pair.join(':'))
  ].join(';');
  return `<!doctype html><meta charset="utf-8"><title>Spanbook</title><style>${css}</style>
<body data-jp-theme-light="${theme !== 'dark'}" style="${style}"><div id="root"></div><script type="module" src="page.js"></script>`;
}

/** Starts on a free port; `{ url, close }`. */
export async function serve() {
  const page = await bundlePage(here('page/page.ts').pathname);
  const code = await moduleText('page/sample-bundle.ts');
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
    if (page.has(name)) {
      const type = name.endsWith('.css') ? 'text/css' : 'text/javascript';
      return [type, page.get(name)];
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
