import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import { venvEnvironment } from './environment.mjs';
import { inRoot, PYTHON, venvProgram } from './paths.mjs';
import { signalGroup, start } from './processes.mjs';

/** @typedef {import('./autolog-rows.mjs').Row} Row */

/**
 * Where the calls of a row are made.
 *
 * @typedef {object} Place
 * @property {Row} row
 * @property {string} folder in which its libraries are installed
 * @property {Readonly<Record<'url' | 'mcpUrl' | 'countUrl', string>>} servers
 * @property {Readonly<Record<string, string>>} environment names the tracking server and the experiment
 */

/** Of one row in one runtime: tslab takes up to a minute to check the types of the largest library. */
const TIMEOUT_MS = 240_000;
const TRY_CALLS = inRoot('e2e/autolog-matrix/try-calls.mjs');

/** @param {Place} place @param {string} tryCalls @param {readonly (readonly [string, string])[]} modules name and expression */
const call = ({ row, servers }, tryCalls, modules) => `
  await ${tryCalls}.tryCalls(
    { ...${JSON.stringify(servers)}, mlflow: mlflow, modules: { ${modules.map(([name, value]) => `${name}: ${value}`).join(', ')} } },
    ${JSON.stringify({ calls: row.name, namespace: row.namespace, handed: row.handed })},
    line => { console.log(line); });`;

/** @param {Place} place */
const cjsOf = place => `
  const mlflow = require("spanbook");
  (async () => {
    const calls = await import(${JSON.stringify(TRY_CALLS)});
    ${call(
      place,
      'calls',
      loaded(place, name => `require("${name}")`)
    )}
    process.exit(0);
  })().catch(error => { console.log("failed " + error); process.exit(1); });`;

/** @param {Place} place */
const esmOf = place => `
  import process from "node:process";
  import * as mlflow from "spanbook";
  try {
    const calls = await import(${JSON.stringify(TRY_CALLS)});
    ${call(
      place,
      'calls',
      loaded(place, name => `await import("${name}")`)
    )}
  } catch (error) {
    console.log("failed " + error);
  }
  process.exit(0);`;

/** @param {Place} place @param {(module: string) => string} load @returns {[string, string][]} */
const loaded = ({ row }, load) =>
  Object.entries(row.modules).map(([name, module]) => [name, load(module)]);

/**
 * Cells as a user writes them: the imports, then the calls.
 *
 * @param {Place} place
 * @param {string} tryCalls how they are loaded
 * @param {readonly string[]} [required] modules that `import` does not find
 */
function cellsOf(place, tryCalls, required = []) {
  const modules = Object.entries(place.row.modules);
  const imports = modules.map(([name, module], index) =>
    required.includes(name)
      ? `const module${index}: any = require("${module}");`
      : `import * as module${index} from "${module}";`
  );
  return [
    [`import * as mlflow from "spanbook";`, ...imports].join('\n'),
    `const calls: any = ${tryCalls};`,
    call(
      place,
      'calls',
      modules.map(([name], index) => [name, `module${index}`])
    )
  ];
}

/** @param {Place} place @param {string} file @param {string} text @param {string} command @param {string[]} [args] */
function runScript(place, file, text, command, args = []) {
  writeFileSync(path.join(place.folder, file), text);
  return outputOf(place, command, [...args, file]);
}

/** @param {Place} place @param {string} kernel @param {readonly string[]} sources @returns {Promise<string>} what the cells wrote */
async function runNotebook(place, kernel, sources) {
  const file = path.join(place.folder, `${kernel}.ipynb`);
  const cells = sources.map((source, index) => ({
    ...{ cell_type: 'code', id: `cell-${index}`, source, metadata: {} },
    ...{ outputs: [], execution_count: null }
  }));
  const kernelspec = { name: kernel, display_name: kernel };
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec },
    cells
  };
  writeFileSync(file, JSON.stringify(notebook));
  const seconds = `--timeout=${TIMEOUT_MS / 1000 - 20}`;
  const execute = ['-m', 'jupyter', 'execute', '--inplace', seconds];
  await outputOf(place, PYTHON, [...execute, '--allow-errors', file]);
  return textIn(JSON.parse(readFileSync(file, 'utf8')).cells);
}

/** @typedef {{ text?: string | string[], evalue?: string, output_type: string }} Output */

/** @param {readonly { outputs: readonly Output[] }[]} cells */
function textIn(cells) {
  return cells
    .flatMap(({ outputs }) => outputs)
    .map(({ text = '', evalue }) =>
      evalue === undefined ? [text].flat().join('') : `\nfailed ${evalue}\n`
    )
    .join('');
}

/** @param {Place} place @param {string} command @param {string[]} args @returns {Promise<string>} what it wrote, also when it is stopped */
function outputOf({ folder, environment }, command, args) {
  return new Promise(resolve => {
    const child = start(command, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...venvEnvironment(),
        ...environment,
        ...{ NO_COLOR: '1', AI_SDK_LOG_WARNINGS: 'false' }
      }
    });
    let text = '';
    const timer = setTimeout(() => {
      text += '\nfailed it took too long\n';
      signalGroup(child, 'SIGKILL');
    }, TIMEOUT_MS);
    const take = (/** @type {unknown} */ chunk) => {
      text += String(chunk);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}

const DENO = ['run', '-A', '--quiet', '--no-lock', '--node-modules-dir=manual'];

/** In the order of the table's columns. @type {Readonly<Record<string, { title: string, run: (place: Place) => Promise<string> }>>} */
export const RUNTIMES = {
  cjs: {
    title: 'Node, CommonJS',
    run: place => runScript(place, 'matrix.cjs', cjsOf(place), process.execPath)
  },
  esm: {
    title: 'Node, ESM',
    run: place => runScript(place, 'matrix.mjs', esmOf(place), process.execPath)
  },
  deno: {
    title: 'Deno',
    run: place =>
      runScript(place, 'matrix.mjs', esmOf(place), venvProgram('deno'), DENO)
  },
  tslab: {
    title: 'tslab',
    run: place =>
      runNotebook(
        place,
        'tslab',
        cellsOf(
          place,
          `require(${JSON.stringify(TRY_CALLS)})`,
          place.row.untyped
        )
      )
  },
  'deno-kernel': {
    title: 'Deno kernel',
    run: place =>
      runNotebook(
        place,
        'deno',
        cellsOf(place, `await import(${JSON.stringify(TRY_CALLS)})`)
      )
  }
};
