// Builds packages/vscode/dist: the renderer, whose parts are fetched from beside it as a reader wants them, and the extension.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}packages/vscode/dist`;

/**
 * A webview loads scripts and no style sheet: a style sheet that is imported puts itself into the page.
 *
 * @type {import('esbuild').Plugin}
 */
const stylesInside = {
  name: 'styles-inside',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        minify: true,
        write: false,
        target: 'es2022'
      });
      const css = JSON.stringify(outputFiles[0]?.text.trim() ?? '');
      return {
        contents: `document.head.append(Object.assign(document.createElement('style'), { textContent: ${css} }));`
      };
    });
  }
};

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  minify: true,
  metafile: true,
  logLevel: 'warning',
  target: 'es2022'
};

rmSync(dist, { recursive: true, force: true }); // parts bear the hash of what they hold
const built = await Promise.all([
  build({
    ...shared,
    entryPoints: [`${root}src/vscode/renderer.ts`],
    outdir: dist,
    // VS Code lets a renderer's page read the folder of its entry point.
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins: [stylesInside]
  }),
  build({
    ...shared,
    entryPoints: [`${root}src/vscode/extension.ts`],
    outfile: `${dist}/extension.js`,
    format: 'cjs',
    external: ['vscode'],
    define: { 'process.env.NODE_ENV': '"production"' }
  })
]);

const foreign = built
  .flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}))
  .filter(file => /@jupyterlab|@lumino|src\/(lab|sdk)\//.test(file));
if (foreign.length > 0) {
  throw new Error(`VS Code has no use for ${foreign.join(', ')}`);
}
