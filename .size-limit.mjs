// What a notebook pays: sizes of the built extension (npm run build:lab), gzipped. Files carry hashes, so they are found
// as the browser finds them: through the tables of contents of the bundle.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'spanbook/labextension/static';
const files = existsSync(folder) ? readdirSync(folder) : [];
const read = file => readFileSync(join(folder, file), 'utf8');
const remoteEntry = files.find(file => /^remoteEntry\..*\.js$/.test(file));
if (!remoteEntry) {
  throw new Error(`no extension in ${folder}: run "npm run build:lab"`);
}

/** Files of the chunks that the code loads right after `marker`; chunks without a file are modules of JupyterLab. */
function loadedAfter(code, marker) {
  const calls = code.slice(code.indexOf(marker)).split('.then(')[0] ?? '';
  const ids = [...calls.matchAll(/\.e\((\d+)\)/g)].map(([, id]) => id);
  return files.filter(
    file => ids.includes(file.split('.')[0]) && file.endsWith('.js')
  );
}

/** The files of the chunks of each `import()` in a file. */
function importedBy(file) {
  const parts = read(file).split('await ').slice(1);
  return parts.flatMap(part => loadedAfter(part, ''));
}

const plugin = loadedAfter(read(remoteEntry), '"./extension"');
const atStart = [remoteEntry, ...plugin];
const imported = [...new Set(plugin.flatMap(importedBy))];
const commands = imported.filter(file =>
  read(file).includes('spanbook:set-display')
);
const fileType = imported.filter(file => read(file).includes('.trace.json'));
const afterwards = [...commands, ...fileType];
const server = commands
  .flatMap(importedBy)
  .filter(file => read(file).includes('spanbook:restart-mlflow'));
const output = imported.filter(file => !afterwards.includes(file));
const view = output.flatMap(importedBy);
const withView = [...new Set([...output, ...view])];
if (
  [plugin, commands, fileType, server, view].some(({ length }) => length === 0)
) {
  throw new Error(
    'the bundle is laid out in another way: mend .size-limit.mjs'
  );
}

const pathsOf = names => names.map(name => join(folder, name));
export default [
  {
    name: 'loaded when JupyterLab starts',
    path: pathsOf(atStart),
    limit: '6 KiB',
    gzip: true
  },
  {
    name: 'loaded once JupyterLab stands',
    path: pathsOf(afterwards),
    limit: '1.5 KiB',
    gzip: true
  },
  {
    name: 'loaded after that, to show how the tracking server stands',
    path: pathsOf(server),
    limit: '7.5 KiB',
    gzip: true
  },
  {
    name: 'loaded with the first trace',
    path: pathsOf(withView),
    limit: '35 KiB',
    gzip: true
  }
];
