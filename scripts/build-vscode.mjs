// Builds packages/vscode/dist: the renderer, one module with its styles inside, and the extension.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}packages/vscode/dist`;

/**
 * A webview loads one script and no style sheet: a style sheet that is imported puts itself into the page.
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
  logLevel: 'warning',
  target: 'es2022'
};

await Promise.all([
  build({
    ...shared,
    entryPoints: [`${root}src/vscode/renderer.ts`],
    outfile: `${dist}/renderer.js`,
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
