#!/usr/bin/env node
// Which library in which version, the oldest and the newest, is traced in which runtime: each is called once against the
// fake servers, and its root span is looked for. The table in docs/autolog.md is what this finds (--write). The versions
// are installed below the system's temporary folder, 1 GB for as long as it runs. Needs the built package.
//   npm run test:autolog-matrix -- [oldest] [newest] [cjs] [esm] [deno] [tslab-kernel] [deno-kernel] [--only=<library>]
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { startFakeMcp } from '../test/fake-llm/mcp.mjs';
import { startFakeLlm } from '../test/fake-llm/server.mjs';
import { ROWS } from './lib/autolog-rows.mjs';
import { venvEnvironment } from './lib/environment.mjs';
import { inRoot, PYTHON } from './lib/paths.mjs';

const DOCUMENT = inRoot('docs/autolog.md');
/** The largest libraries are checked for types by tslab, several seconds each. */
const TIMEOUT = 900_000;

/** @typedef {(row: Row, index: number) => string} Importing */

/** @type {Importing} */
const imported = ({ package: name, further }, index) =>
  `import * as lib${index} from "${name}"; ` +
  (further
    ? `import * as other${index} from "${further}";`
    : `const other${index} = {};`);

/** How a script gets a module: within the row's call, so that one that cannot be loaded leaves the others be. */
const LOADERS = {
  require: (/** @type {string} */ name) => `require("${name}")`,
  import: (/** @type {string} */ name) => `await import("${name}")`
};

/** Types are not what is tested: all that is called is of any type. @param {string} any */
const program = any => `
  async function call(lib${any}, other${any}, name${any}, span${any}, isFound${any}, run${any}) {
    const roots${any ? ': string[]' : ''} = [];
    const watching = mlflow.tracing.configure({
      spanProcessors: [(one${any}) => { if (one.parentId === null) roots.push(one.name); }] });
    try {
      await mlflow[name].autolog(isFound ? undefined : lib, { silent: true });
      await run(lib, other);
      await mlflow[name].autolog({ disable: true });
      await new Promise(resolve => setTimeout(resolve, 20));
      return roots.length === 1 && roots[0] === span ? 'traced' : 'roots: ' + roots.join(' ');
    } catch (error) {
      return 'threw: ' + String(error).slice(0, 200);
    } finally {
      watching[Symbol.dispose]();
    }
  }`;

/** @param {Row} row @param {number} index @param {string} any */
const step = (row, index, any) => `
  console.log("row ${index} " + await call(lib${index}, other${index}, "${row.name}", "${row.span}", ${row.isFound === true},
    async (lib${any}, other${any}) => { ${row.call} }));`;

/** The same in a script, which loads the modules itself. @param {(name: string) => string} load @returns {Importing} */
const scriptStep = load => (row, index) => `
  try {
    const lib${index} = ${load(row.package)};
    const other${index} = ${row.further ? load(row.further) : '{}'};
    ${step(row, index, '')}
  } catch (error) {
    console.log("row ${index} threw: " + String(error).slice(0, 200));
  }`;

/** @param {string} url @param {string} mcpUrl */
const constants = (url, mcpUrl) =>
  `const url = "${url}"; const mcpUrl = "${mcpUrl}"; mlflow.setTrackingUri("http://127.0.0.1:1");`;

const SILENT = {
  MLFLOW_LOGGING_LEVEL: 'critical',
  AI_SDK_LOG_WARNINGS: 'false'
};

/** @param {string} place the script's file @param {string} text @param {string} command @param {string[]} args */
function runScript(place, text, command, args) {
  writeFileSync(place, text);
  return outputOf(command, [...args, place], path.dirname(place));
}

/** @param {string[]} parts */
const asModule = parts => parts.join('\n');

/** @param {string} place the notebook's file @param {string} kernel @param {readonly string[]} cells */
async function runNotebook(place, kernel, cells) {
  writeFileSync(
    place,
    JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: kernel, display_name: kernel } },
      cells: cells.map((source, index) => ({
        ...{ cell_type: 'code', id: `cell-${index}`, source },
        ...{ metadata: {}, outputs: [], execution_count: null }
      }))
    })
  );
  const execute = [
    '--inplace',
    '--allow-errors',
    `--timeout=${TIMEOUT / 1000}`
  ];
  const command = ['-m', 'jupyter', 'execute', ...execute, place];
  await outputOf(PYTHON, command, path.dirname(place));
  return readFileSync(place, 'utf8');
}

/** @param {string} command @param {string[]} args @param {string} cwd @returns {Promise<string>} */
function outputOf(command, args, cwd) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd,
      env: { ...venvEnvironment(), ...SILENT },
      timeout: TIMEOUT,
      stdio: ['ignore', 'pipe', 'inherit']
    });
    let text = '';
    child.stdout.on('data', chunk => {
      text += String(chunk);
    });
    child.on('close', () => {
      resolve(text);
    });
  });
}

/** @typedef {{ folder: string, url: string, mcpUrl: string, rows: readonly Row[] }} Place */
/** @typedef {import('./lib/autolog-rows.mjs').Row} Row */
/** @typedef {import('./lib/autolog-rows.mjs').Age} Age */

/**
 * @param {Place} place
 * @returns {Record<string, { title: string, run: () => Promise<string> }>}
 */
function runtimesFor({ folder, url, mcpUrl, rows }) {
  /** @param {string} file */
  const inFolder = file => path.join(folder, file);
  const first = 'import * as mlflow from "spanbook";';
  const cjs = asModule([
    'const mlflow = require("spanbook");',
    constants(url, mcpUrl),
    program(''),
    `(async () => { ${rows.map(scriptStep(LOADERS.require)).join('\n')} process.exit(0); })();`
  ]);
  const esm = asModule([
    first,
    'import process from "node:process";',
    constants(url, mcpUrl),
    program(''),
    ...rows.map(scriptStep(LOADERS.import)),
    'process.exit(0);'
  ]);
  const cells = [
    `${first} ${constants(url, mcpUrl)} ${program(': any')}`,
    ...rows.map(
      (row, index) => imported(row, index) + step(row, index, ': any')
    )
  ];
  const deno = path.join(path.dirname(PYTHON), 'deno');
  return {
    cjs: {
      title: 'Node, CommonJS',
      run: () => runScript(inFolder('matrix.cjs'), cjs, process.execPath, [])
    },
    esm: {
      title: 'Node, ESM',
      run: () => runScript(inFolder('matrix.mjs'), esm, process.execPath, [])
    },
    deno: {
      title: 'Deno',
      run: () =>
        runScript(inFolder('matrix.mjs'), esm, deno, [
          'run',
          '-A',
          '--quiet',
          '--no-lock'
        ])
    },
    'tslab-kernel': {
      title: 'tslab',
      run: () => runNotebook(inFolder('tslab.ipynb'), 'tslab', cells)
    },
    'deno-kernel': {
      title: 'Deno kernel',
      run: () => runNotebook(inFolder('deno.ipynb'), 'deno', cells)
    }
  };
}

/** What the rows said, by index. @param {string} text */
function resultsIn(text) {
  /** @type {Map<number, string>} */
  const results = new Map();
  // In a notebook's file the code stands too.
  const said = /row (\d+) ((?:traced|roots:|threw:)[^\n"\\]*)/g;
  for (const [, index, result = ''] of text.matchAll(said)) {
    results.set(Number(index), result);
  }
  return results;
}

/** @param {string} folder @param {string} name */
function versionOf(folder, name) {
  const manifest = path.join(folder, 'node_modules', name, 'package.json');
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}

/** Installs the libraries of an age. @param {Age} age @param {readonly Row[]} rows */
async function install(age, rows) {
  const folder = mkdtempSync(path.join(os.tmpdir(), `spanbook-${age}-`));
  const dependencies = Object.assign(
    {},
    ...rows.map(({ versions }) => versions[age])
  );
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies })
  );
  // Libraries of one age do not ask for the same versions of what they share.
  const options = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit'];
  await outputOf('npm', ['install', ...options], folder);
  if (!existsSync(path.join(folder, 'node_modules'))) {
    throw new Error(`the ${age} libraries could not be installed, see above`);
  }
  symlinkSync(
    inRoot('packages/sdk'),
    path.join(folder, 'node_modules/spanbook'),
    'dir'
  );
  return folder;
}

/** The lines of a table. @param {Place} place @param {readonly Map<number, string>[]} columns */
function linesOf({ folder, rows }, columns) {
  return rows.map((row, index) => [
    row.library,
    // The first is what the row is called by.
    versionOf(folder, Object.keys(row.versions.oldest)[0] ?? ''),
    ...columns.map(column => (column.get(index) === 'traced' ? 'yes' : 'no'))
  ]);
}

/** @param {readonly string[][]} lines */
function tableOf([head = [], ...lines]) {
  return [head, head.map(() => '---'), ...lines]
    .map(line => `| ${line.join(' | ')} |`)
    .join('\n');
}

/** Puts the table between its marks. @param {string} table */
function write(table) {
  const text = readFileSync(DOCUMENT, 'utf8');
  const marked = /(<!-- matrix -->\n)[^]*(\n<!-- \/matrix -->)/;
  writeFileSync(DOCUMENT, text.replace(marked, `$1\n${table}\n$2`));
}

/** @param {string} name @param {readonly Row[]} rows @param {Map<number, string>} results */
function report(name, rows, results) {
  for (const [index, row] of rows.entries()) {
    const result = results.get(index) ?? 'nothing';
    if (result !== 'traced') {
      process.exitCode = 1;
      process.stdout.write(`${name} ${row.package}: ${result}\n`);
    }
  }
}

/** @template {string} T @param {readonly T[]} names @returns {readonly T[]} those that the command names, or all */
function asked(names) {
  const named = names.filter(name => process.argv.includes(name));
  return named.length === 0 ? names : named;
}

const only = process.argv.find(arg => arg.startsWith('--only='))?.slice(7);
const rows = ROWS.filter(({ name }) => only === undefined || name === only);
const fake = await startFakeLlm();
const mcp = await startFakeMcp();
/** @type {string[][]} */
const lines = [];
for (const age of asked(/** @type {const} */ (['oldest', 'newest']))) {
  const folder = await install(age, rows);
  const place = { folder, rows, url: fake.url, mcpUrl: mcp.url };
  const runtimes = runtimesFor(place);
  /** @type {Map<number, string>[]} */
  const columns = [];
  const names = asked(Object.keys(runtimes));
  for (const name of names) {
    const results = resultsIn((await runtimes[name]?.run()) ?? '');
    columns.push(results);
    report(`${age} ${name}`, rows, results);
  }
  const titles = names.map(name => runtimes[name]?.title ?? name);
  lines.push(
    ...(lines.length === 0 ? [['library', 'version', ...titles]] : []),
    ...linesOf(place, columns)
  );
  rmSync(folder, { recursive: true });
}
// Oldest and newest of a library stand together.
const [head = [], ...found] = lines;
const order = rows.map(({ library }) => library);
found.sort(([a = ''], [b = '']) => order.indexOf(a) - order.indexOf(b));
const table = tableOf([head, ...found]);
process.stdout.write(`${table}\n`);
if (process.argv.includes('--write')) {
  write(table);
}
await fake.close();
await mcp.close();
