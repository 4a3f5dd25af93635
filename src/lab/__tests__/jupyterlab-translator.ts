import { execFileSync } from 'node:child_process';
import type { ITranslator } from '@jupyterlab/translation';

/** What a language pack holds for a domain: `''` describes it, each other key is a text with its forms. */
type Catalogue = Readonly<
  Record<string, readonly string[] | Readonly<Record<string, string>>>
>;

type Manager = ITranslator & { fetch(locale: string): Promise<void> };
type ManagerClass = new (
  url: string,
  prefix: string,
  settings: undefined,
  connector: { fetch(): Promise<unknown> }
) => Manager;

/** JupyterLab's own translator in a language whose pack has this for Spanbook. */
export async function translatorOf(
  locale: string,
  catalogue: Catalogue
): Promise<ITranslator> {
  const answer = { data: { spanbook: catalogue }, message: '' };
  const connector = { fetch: async () => answer };
  const manager = new (managerClass())('', '', undefined, connector);
  await manager.fetch(locale);
  return manager;
}

/** In a process of its own: esbuild refuses to run among jsdom's globals. */
const BUNDLE = `
  const { outputFiles } = require('esbuild').buildSync({
    entryPoints: ['node_modules/@jupyterlab/translation/lib/manager.js'],
    bundle: true,
    write: false,
    format: 'cjs'
  });
  process.stdout.write(outputFiles[0].text);
`;

/** Bundled on the way, as it is shipped in a form that jest does not load. */
function managerClass(): ManagerClass {
  const code = execFileSync(process.execPath, ['-e', BUNDLE], {
    encoding: 'utf8',
    maxBuffer: 1e7
  });
  const module = { exports: {} as { TranslationManager: ManagerClass } };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- JupyterLab's code, in jsdom's globals
  new Function('module', 'exports', code)(module, module.exports);
  return module.exports.TranslationManager;
}
