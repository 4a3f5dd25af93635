#!/usr/bin/env node
// `npm run test:compatibility`: one program against old and new MLflow servers, and with old and new runtimes and kernels. The
// tables in docs/compatibility.md are what this finds (--write). Needs the built package; what is installed is kept in .setup.
//   npm run test:compatibility -- [--write] [mlflow] [node] [deno] [kernels] [remote] [installations]
import './lib/require-node.mjs';

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { outcomesIn, PROGRAM, STEPS } from '../e2e/compatibility/program.mjs';
import { bringChromium } from './lib/chromium.mjs';
import { installationRows } from './lib/compatibility-installations.mjs';
import { remoteRows } from './lib/compatibility-remote.mjs';
import { DENO, MLFLOW, NODE, TSLAB } from './lib/compatibility-rows.mjs';
import { tableOf, told } from './lib/compatibility-table.mjs';
import { endWithEverything } from './lib/ending.mjs';
import { startMlflow, withoutTracking } from './lib/mlflow-server.mjs';
import * as old from './lib/old-versions.mjs';
import { inRoot, LOGS, PYTHON, ROOT } from './lib/paths.mjs';
import { runLogged } from './lib/processes.mjs';
import { createProgress } from './lib/progress.mjs';
import { runCommand } from './lib/user-error.mjs';

const DOCUMENT = inRoot('docs/compatibility.md');
const BUNDLE = 'application/vnd.spanbook.trace.v1+json';
const folder = fs.mkdtempSync(
  path.join(os.tmpdir(), 'spanbook-compatibility-')
);
const chromium = await bringChromium(createProgress());
/** Beside it the SDK is found. */
const program = path.join(folder, 'program.mjs');

/** @typedef {import('./lib/mlflow-server.mjs').Server} Server */
/** @typedef {import('./lib/compatibility-table.mjs').Row} Row */

/** @param {string} uri */
const environmentFor = uri => ({
  ...withoutTracking(),
  MLFLOW_TRACKING_URI: uri,
  SPANBOOK_SPOOL: 'off',
  NO_COLOR: '1'
});

/**
 * The program in a runtime.
 *
 * @param {string} uri
 * @param {string} command
 * @param {readonly string[]} [args]
 */
async function inRuntime(uri, command, args = []) {
  const log = path.join(LOGS, 'compatibility-program.log');
  await runLogged(log, command, [...args, program], {
    cwd: folder,
    env: environmentFor(uri)
  }).catch(() => undefined); // what it wrote tells
  return outcomesIn(fs.readFileSync(log, 'utf8'));
}

/**
 * The program as a notebook's cell, in a kernel that is started so.
 *
 * @param {string} uri
 * @param {readonly string[]} argv
 */
async function inKernel(uri, argv) {
  const data = fs.mkdtempSync(path.join(folder, 'jupyter-'));
  const spec = path.join(data, 'kernels', 'tried');
  fs.mkdirSync(spec, { recursive: true });
  fs.writeFileSync(
    path.join(spec, 'kernel.json'),
    JSON.stringify({ argv, display_name: 'tried', language: 'typescript' })
  );
  const file = path.join(folder, 'program.ipynb');
  const cell = {
    cell_type: 'code',
    id: 'one',
    source: PROGRAM,
    metadata: {},
    outputs: [],
    execution_count: null
  };
  const kernelspec = { name: 'tried', display_name: 'tried' };
  fs.writeFileSync(
    file,
    JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec },
      cells: [cell]
    })
  );
  const log = path.join(LOGS, 'compatibility-kernel.log');
  await runLogged(
    log,
    PYTHON,
    [
      '-m',
      'jupyter',
      'execute',
      '--inplace',
      '--allow-errors',
      '--timeout=300',
      file
    ],
    { cwd: folder, env: { ...environmentFor(uri), JUPYTER_DATA_DIR: data } }
  ).catch(() => undefined);
  const [executed] = JSON.parse(fs.readFileSync(file, 'utf8')).cells;
  const text = executed.outputs
    .map((/** @type {{ text?: string | string[] }} */ output) =>
      [output.text ?? ''].flat().join('')
    )
    .join('');
  const isShown = JSON.stringify(executed.outputs).includes(BUNDLE);
  return outcomesIn(text).set('display', isShown ? 'yes' : 'no output');
}

/** @type {Promise<Server> | undefined} */
let newest;
/** The server for the parts that need only one. */
const newestServer = () => (newest ??= startMlflow(PYTHON, folder));

/** @type {Record<string, () => Promise<readonly Row[]>>} */
const PARTS = {
  mlflow: async () => {
    const rows = [];
    for (const version of MLFLOW) {
      const server = await startMlflow(
        await old.pythonWithMlflow(version),
        folder
      );
      rows.push(
        told([
          `MLflow ${server.version}`,
          await inRuntime(server.uri, process.execPath)
        ])
      );
      await server.stop();
    }
    return rows;
  },
  node: () =>
    each(NODE, 'Node', async version => {
      const { uri } = await newestServer();
      const command = await old.node(version);
      return [command, await inRuntime(uri, command)];
    }),
  deno: () =>
    each(DENO, 'Deno', async version => {
      const { uri } = await newestServer();
      const command = await old.deno(version);
      const args = [
        'run',
        '-A',
        '--quiet',
        '--no-lock',
        '--node-modules-dir=manual'
      ];
      return [command, await inRuntime(uri, command, args)];
    }),
  kernels: async () => [
    ...(await each(DENO, 'Deno kernel', async version => {
      const { uri } = await newestServer();
      const command = await old.deno(version);
      const args = ['jupyter', '--kernel', '--conn', '{connection_file}'];
      return [command, await inKernel(uri, [command, ...args])];
    })),
    ...(await each(TSLAB, 'tslab kernel', async version => {
      const { uri } = await newestServer();
      const command = await old.tslab(version);
      const args = [command, 'kernel', '--config-path', '{connection_file}'];
      return [command, await inKernel(uri, [process.execPath, ...args])];
    }))
  ],
  remote: () => remoteRows(folder, chromium),
  installations: () => installationRows(path.join(folder, 'dist'), chromium)
};

/**
 * @param {readonly string[]} versions
 * @param {string} name
 * @param {(version: string) => Promise<[string, Map<string, string>]>} run
 */
async function each(versions, name, run) {
  /** @type {Row[]} */
  const rows = [];
  for (const version of versions) {
    const [command, outcomes] = await run(version);
    rows.push(told([`${name} ${versionOf(version, command)}`, outcomes]));
  }
  return rows;
}

/** @param {string} version @param {string} command of `newest` */
function versionOf(version, command) {
  if (version !== 'newest') return version;
  if (command === process.execPath) return process.versions.node;
  if (path.basename(command) === 'deno')
    return (
      execFileSync(command, ['--version'], { encoding: 'utf8' }).split(
        ' '
      )[1] ?? version
    );
  const manifest = path.join(command, '..', '..', 'package.json');
  if (fs.existsSync(manifest))
    return JSON.parse(fs.readFileSync(manifest, 'utf8')).version ?? version;
  return version;
}

/** Puts a table between its marks. @param {string} name @param {string} table */
function write(name, table) {
  const text = fs.readFileSync(DOCUMENT, 'utf8');
  const marked = new RegExp(`(<!-- ${name} -->\\n)[^]*(\\n<!-- /${name} -->)`);
  fs.writeFileSync(DOCUMENT, text.replace(marked, `$1\n${table}\n$2`));
}

async function main() {
  endWithEverything();
  fs.mkdirSync(LOGS, { recursive: true });
  fs.writeFileSync(program, PROGRAM);
  fs.writeFileSync(path.join(folder, 'package.json'), '{}\n');
  fs.symlinkSync(
    path.join(ROOT, 'node_modules'),
    path.join(folder, 'node_modules')
  );
  const asked = process.argv.slice(2).filter(name => name !== '--write');
  for (const [name, run] of Object.entries(PARTS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const rows = await run();
    const steps = rows.flatMap(([, outcomes]) => [...outcomes.keys()]);
    const table = tableOf(rows, [...new Set([...STEPS, 'display', ...steps])]);
    process.stdout.write(`${table}\n`);
    if (process.argv.includes('--write')) write(name, table);
  }
  await (await newest)?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
  return 0;
}

await runCommand(main);
