// Serves the bare page: / is the page (?trace=NAME&theme=light|dark&mounts=N), /data/N a sample trace of N spans,
// /data/NAME.json a fixture of test/fixtures/traces. Beside it, for comparison: /floor, rows and nothing else; /empty;
// /speedscope/, which reads /profile/N.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, extname } from 'node:path';
import { bundlePages } from './bundle.mjs';
import { samples } from './samples.mjs';

const here = name => new URL(name, import.meta.url).pathname;
const fixtures = new URL('../../test/fixtures/traces/', import.meta.url);
const speedscope = new URL(
  '../../node_modules/speedscope/dist/release/',
  import.meta.url
);

/** Of the files that are neither JSON nor JavaScript. */
const TYPES = { '.html': 'text/html', '.css': 'text/css' };
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

function html(css, theme, script) {
  const variables = Object.entries(THEMES[theme] ?? THEMES.light);
  const style = [
    'background:var(--jp-layout-color1)',
    ...variables.map(pair => pair.join(':'))
  ].join(';');
  return `<!doctype html><meta charset="utf-8"><title>Spanbook</title><link rel="icon" href="data:,"><style>${css}</style>
<body data-jp-theme-light="${theme !== 'dark'}" style="${style}"><div id="root"></div>${script}`;
}

const scriptOf = name => `<script type="module" src="${name}.js"></script>`;

/** Starts on a free port; `{ url, close }`. */
export async function serve() {
  const files = await bundlePages({
    page: here('page/page.ts'),
    floor: here('page/floor.tsx')
  });
  const { bundleText, profileText } = await samples();
  const pages = {
    '': theme => html(files.get('page.css'), theme, scriptOf('page')),
    floor: theme => html('', theme, scriptOf('floor')),
    empty: theme => html('', theme, '<p id="drawn">Nothing</p>')
  };
  const answer = async ({ pathname, searchParams }) => {
    const name = basename(pathname);
    const folder = pathname.slice(1, -name.length - 1);
    if (folder === 'data') {
      const isSample = /^\d+$/.test(name);
      return [
        'application/json',
        isSample
          ? bundleText(Number(name))
          : await readFile(new URL(name, fixtures))
      ];
    }
    if (folder === 'profile') {
      return ['application/json', profileText(Number(name))];
    }
    if (folder === 'speedscope') {
      return [typeOf(name), await readFile(new URL(name, speedscope))];
    }
    return files.has(name)
      ? [typeOf(name), files.get(name)]
      : ['text/html', pages[name](searchParams.get('theme'))];
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

const typeOf = name => TYPES[extname(name)] ?? 'text/javascript';
