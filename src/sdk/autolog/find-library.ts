import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { debug, messageOf } from '../diag';
import { isObject, valueAt } from './patching/patch';

/** Conditions of `exports` under which an `import` of a kernel finds a file; the first that matches counts. */
const IMPORT_CONDITIONS: ReadonlySet<string> = new Set([
  'import',
  'module',
  'node',
  'default'
]);

export type FindOptions = {
  /** True: only the first copy, for a library that does not bear to be loaded twice. */
  readonly isOneCopy?: boolean | undefined;
};

/**
 * The copies of a library that code in the current folder, which is the notebook's, gets by `require` and by `import`:
 * none, one, or two when the library has one for each.
 */
export async function findLibrary(
  name: string,
  { isOneCopy = false }: FindOptions = {}
): Promise<readonly unknown[]> {
  const require = createRequire(path.join(process.cwd(), 'notebook.js'));
  const copies: unknown[] = [];
  for (const load of loaders(name, require)) {
    const copy = await attempt(name, load);
    if (copy !== undefined && !copies.includes(copy)) {
      copies.push(copy);
    }
    if (isOneCopy && copies.length > 0) {
      break;
    }
  }
  return copies;
}

/** True where this file was loaded by `require`: the code of the notebook, which loaded it, loads libraries so too. */
const isRequired = typeof module !== 'undefined';

/** The ways in which code gets the library, that of the notebook first. */
function loaders(
  name: string,
  require: NodeJS.Require
): readonly (() => Promise<unknown>)[] {
  const required = (): Promise<unknown> => {
    const found: unknown = require(name);
    return Promise.resolve(found);
  };
  const file = importedFile(name, require);
  if (file === undefined) {
    return [required];
  }
  const imported = (): Promise<unknown> => importFile(file);
  return isRequired ? [required, imported] : [imported, required];
}

function importFile(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href) as Promise<unknown>;
}

async function attempt(
  name: string,
  load: () => Promise<unknown>
): Promise<unknown> {
  try {
    return await load();
  } catch (error) {
    debug('autolog', `${name} was not loaded: ${messageOf(error)}`);
    return undefined;
  }
}

/** The file that `import` of the package gives; Node resolves only relative to the importing module, which is ours. */
function importedFile(
  name: string,
  require: NodeJS.Require
): string | undefined {
  const { packageName, subpath } = partsOf(name);
  const root = rootOf(packageName, require);
  const file =
    root === undefined ? undefined : fileOf(manifestIn(root), subpath);
  return root === undefined || file === undefined
    ? undefined
    : path.join(root, file);
}

/** The version of a module's package where code in the current folder finds it; undefined where that is nowhere. */
export function installedVersion(name: string): string | undefined {
  const require = createRequire(path.join(process.cwd(), 'notebook.js'));
  const root = rootOf(partsOf(name).packageName, require);
  const version = root && valueAt(manifestIn(root), 'version');
  return typeof version === 'string' ? version : undefined;
}

function partsOf(name: string): { packageName: string; subpath: string } {
  const [scope = '', second = ''] = name.split('/');
  const packageName = name.startsWith('@') ? `${scope}/${second}` : scope;
  return { packageName, subpath: `.${name.slice(packageName.length)}` };
}

function rootOf(
  packageName: string,
  require: NodeJS.Require
): string | undefined {
  return (require.resolve.paths(packageName) ?? [])
    .map(folder => rootIn(folder, packageName))
    .find(root => root !== undefined);
}

/** The package's folder; Deno, which has those of `npm:` elsewhere, gives that itself where others give its parent. */
function rootIn(folder: string, packageName: string): string | undefined {
  const below = path.join(folder, packageName);
  if (manifestIn(below) !== undefined) {
    return below;
  }
  return valueAt(manifestIn(folder), 'name') === packageName
    ? folder
    : undefined;
}

function manifestIn(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

function fileOf(manifest: unknown, subpath: string): string | undefined {
  const exports = valueAt(manifest, 'exports');
  const isMain = subpath === '.';
  if (exports === undefined) {
    const main = valueAt(manifest, 'module') ?? valueAt(manifest, 'main');
    return isMain && typeof main === 'string' ? main : undefined;
  }
  const hasPaths =
    isObject(exports) && Object.keys(exports).some(key => key.startsWith('.'));
  return conditional(hasPaths ? valueAt(exports, subpath) : exports);
}

function conditional(target: unknown): string | undefined {
  if (typeof target === 'string') {
    return target;
  }
  for (const [condition, inner] of Object.entries(target ?? {})) {
    if (IMPORT_CONDITIONS.has(condition)) {
      return conditional(inner);
    }
  }
  return undefined;
}
