#!/usr/bin/env node
// Which library in which version is traced in which runtime: each is called once against the fake servers, and its root
// span is looked for. The table in docs/autolog.md is what this finds (--write). Needs the built package.
//   npm run test:autolog-matrix -- [--write] [cjs] [esm] [deno] [tslab-kernel] [deno-kernel]
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import { startFakeMcp } from '../test/fake-llm/mcp.mjs';
import { startFakeLlm } from '../test/fake-llm/server.mjs';
import { ROWS } from './lib/autolog-rows.mjs';
import { venvEnvironment } from './lib/environment.mjs';
import { inRoot, PYTHON, SETUP } from './lib/paths.mjs';

/** From here the packages are found that are installed for the project. */
const FOLDER = path.join(SETUP, 'autolog-matrix');
const DOCUMENT = inRoot('docs/autolog.md');
/** The largest libraries are checked for types by tslab, several seconds each. */
const TIMEOUT = 300_000;

/** @typedef {(row: import('./lib/autolog-rows.mjs').Row, index: number) => string} Importing */

/** @type {Importing} */
const required = ({ package: name, further }, index) =>
  `const lib${index} = require("${name}"); const other${index} = ${further ? `require("${further}")` : '{}'};`;

/** @type {Importing} */
const imported = ({ package: name, further }, index) =>
  `import * as lib${index} from "${name}"; ` +
  (further
    ? `import * as other${index} from "${further}";`
    : `const other${index} = {};`);

/** Types are not what is tested: all that is called is of any type. @param {string} any */
const program = any => `
  async function call(lib${any}, other${any}, name${any}, span${any}, run${any}) {
    const roots${any ? ': string[]' : ''} = [];
    const watching = mlflow.tracing.configure({
      spanProcessors: [(one${any}) => { if (one.parentId === null) roots.push(one.name); }] });
    try {
      await mlflow[name].autolog(lib, { silent: true });
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

/** @param {import('./lib/autolog-rows.mjs').Row} row @param {number} index @param {string} any */
const step = (row, index, any) => `
  console.log("row ${index} " + await call(lib${index}, other${index}, "${row.name}", "${row.span}",
    async (lib${any}, other${any}) => { ${row.call} }));`;

/** @param {string} url @param {string} mcpUrl */
const constants = (url, mcpUrl) =>
  `const url = "${url}"; const mcpUrl = "${mcpUrl}"; mlflow.setTrackingUri("http://127.0.0.1:1");`;

const SILENT = {
  MLFLOW_LOGGING_LEVEL: 'critical',
  AI_SDK_LOG_WARNINGS: 'false'
};

/** @param {string} file @param {string} text @param {string} command @param {string[]} args */
function runScript(file, text, command, args) {
  const place = path.join(FOLDER, file);
  writeFileSync(place, text);
  return outputOf(command, [...args, place]);
}

/** @param {string[]} parts */
const asModule = parts => parts.join('\n');

/** @param {string} kernel @param {readonly string[]} cells */
async function runNotebook(kernel, cells) {
  const place = path.join(FOLDER, `${kernel}.ipynb`);
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
  await outputOf(PYTHON, ['-m', 'jupyter', 'execute', ...execute, place]);
  return readFileSync(place, 'utf8');
}

/** @param {string} command @param {string[]} args @returns {Promise<string>} */
function outputOf(command, args) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: FOLDER,
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

/**
 * @param {string} url
 * @param {string} mcpUrl
 * @returns {Record<string, { title: string, run: () => Promise<string> }>}
 */
function runtimesFor(url, mcpUrl) {
  const first = 'import * as mlflow from "spanbook";';
  const steps = ROWS.map((row, index) => step(row, index, ''));
  const cjs = asModule([
    'const mlflow = require("spanbook");',
    ...ROWS.map(required),
    constants(url, mcpUrl),
    program(''),
    `(async () => { ${steps.join('\n')} process.exit(0); })();`
  ]);
  const esm = asModule([
    first,
    ...ROWS.map(imported),
    'import process from "node:process";',
    constants(url, mcpUrl),
    program(''),
    ...steps,
    'process.exit(0);'
  ]);
  const cells = [
    `${first} ${constants(url, mcpUrl)} ${program(': any')}`,
    ...ROWS.map(
      (row, index) => imported(row, index) + step(row, index, ': any')
    )
  ];
  const deno = path.join(path.dirname(PYTHON), 'deno');
  return {
    cjs: {
      title: 'Node, CommonJS',
      run: () => runScript('matrix.cjs', cjs, process.execPath, [])
    },
    esm: {
      title: 'Node, ESM',
      run: () => runScript('matrix.mjs', esm, process.execPath, [])
    },
    deno: {
      title: 'Deno',
      run: () =>
        runScript('matrix.mjs', esm, deno, [
          'run',
          '-A',
          '--quiet',
          '--no-lock'
        ])
    },
    'tslab-kernel': {
      title: 'tslab',
      run: () => runNotebook('tslab', cells)
    },
    'deno-kernel': {
      title: 'Deno kernel',
      run: () => runNotebook('deno', cells)
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

/** @param {string} name */
function versionOf(name) {
  const packageName = name.split('/').slice(0, name.startsWith('@') ? 2 : 1);
  const manifest = inRoot(`node_modules/${packageName.join('/')}/package.json`);
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}

/** @param {readonly string[]} titles @param {readonly Map<number, string>[]} columns */
function tableOf(titles, columns) {
  const head = ['library', 'version', ...titles];
  const lines = ROWS.map((row, index) => [
    row.library,
    versionOf(row.package),
    ...columns.map(column => (column.get(index) === 'traced' ? 'yes' : 'no'))
  ]);
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

const asked = process.argv.slice(2).filter(arg => arg !== '--write');
mkdirSync(FOLDER, { recursive: true });
const fake = await startFakeLlm();
const mcp = await startFakeMcp();
const runtimes = Object.entries(runtimesFor(fake.url, mcp.url)).filter(
  ([name]) => asked.length === 0 || asked.includes(name)
);
/** @type {Map<number, string>[]} */
const columns = [];
for (const [name, { run }] of runtimes) {
  const results = resultsIn(await run());
  columns.push(results);
  for (const [index, row] of ROWS.entries()) {
    const result = results.get(index) ?? 'nothing';
    if (result !== 'traced') {
      process.exitCode = 1;
      process.stdout.write(`${name} ${row.package}: ${result}\n`);
    }
  }
}
const table = tableOf(
  runtimes.map(([, { title }]) => title),
  columns
);
process.stdout.write(`${table}\n`);
if (process.argv.includes('--write')) {
  write(table);
}
await fake.close();
await mcp.close();
rmSync(FOLDER, { recursive: true });
