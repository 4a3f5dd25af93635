// Bundles the pages as a host bundles the view: by the bundler of JupyterLab's extensions, with the lazy parts in files of
// their own. esbuild cuts shared code into some thirty files that the first picture waits for, which no host does.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rspack } from '@rspack/core';

const root = fileURLToPath(new URL('../..', import.meta.url));

const TYPESCRIPT = {
  test: /\.tsx?$/,
  loader: 'builtin:swc-loader',
  type: 'javascript/auto',
  options: {
    jsc: {
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic', importSource: 'preact' } },
      target: 'es2022'
    }
  }
};

/**
 * @param {Record<string, string>} entries path of the first module of each page, by the page's name
 * @returns {Promise<Map<string, string>>} texts by file name
 */
export async function bundlePages(entries) {
  const folder = await mkdtemp(join(tmpdir(), 'spanbook-bench-'));
  try {
    await compile(entries, folder);
    const names = await readdir(folder);
    const texts = names.map(name => readFile(join(folder, name), 'utf8'));
    return new Map(
      (await Promise.all(texts)).map((text, at) => [names[at], text])
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param {Record<string, string>} entry @param {string} folder @returns {Promise<void>} */
function compile(entry, folder) {
  const compiler = rspack({
    mode: 'production',
    context: root,
    entry,
    output: {
      path: folder,
      filename: '[name].js',
      publicPath: '/',
      module: true
    },
    experiments: { css: true },
    resolve: { extensions: ['.tsx', '.ts', '.js', '.mjs'] },
    module: { rules: [{ test: /\.css$/, type: 'css' }, TYPESCRIPT] }
  });
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      const failure =
        error ?? (stats?.hasErrors() && new Error(stats.toString()));
      compiler.close(() => (failure ? reject(failure) : resolve()));
    });
  });
}
