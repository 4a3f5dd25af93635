#!/usr/bin/env node
// `npm run test:autolog-matrix`: each library of auto tracing, its oldest and its newest version, in each runtime: every call
// of e2e/autolog-matrix once untraced and once traced, against servers of the project's own, and its traces as a real
// MLflow server stored them. The table in docs/autolog.md is what this finds (--write), once every part has run. Needs
// the built package; the libraries (2 GB) and the results so far are kept in .setup/autolog-matrix, so that it can be run
// in parts.
//   npm run test:autolog-matrix -- [openai] [oldest] [tslab] … [--missing] [--new]
// A name of a library, age or runtime (cjs, esm, deno, tslab, deno-kernel) leaves the others out; --missing leaves out what
// has a result without a fault, --new installs the libraries anew. UPDATE_GOLDEN=1 takes what is found for what is right.
import './lib/require-node.mjs';

import fs from 'node:fs';
import http from 'node:http';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

import { startFakeMcp } from '../test/fake-llm/mcp.mjs';
import { startFakeLlm } from '../test/fake-llm/server.mjs';
import {
  goldenOf,
  keep,
  keptResults,
  keyOf,
  notesOf,
  tableOf,
  writeGolden
} from './lib/autolog-results.mjs';
import { install } from './lib/autolog-install.mjs';
import { AGES, ROWS } from './lib/autolog-rows.mjs';
import { RUNTIMES } from './lib/autolog-runtimes.mjs';
import { endWithEverything } from './lib/ending.mjs';
import { writeFormatted } from './lib/formatted.mjs';
import { startMlflow, withoutTracking } from './lib/mlflow-server.mjs';
import { inRoot, LOGS, PYTHON } from './lib/paths.mjs';
import { start } from './lib/processes.mjs';
import { runCommand, UserError } from './lib/user-error.mjs';

const DOCUMENT = inRoot('docs/autolog.md');
const ARGS = process.argv.slice(2);

/** @typedef {import('./lib/autolog-rows.mjs').Row} Row */
/** @typedef {import('./lib/autolog-rows.mjs').Age} Age */
/** @typedef {import('../e2e/autolog-matrix/try-calls.mjs').Outcome} Outcome */
/** @typedef {Awaited<ReturnType<typeof startServers>>} Servers */

/** @param {Row} row @param {Age} age @param {string} folder */
function versionOf(row, age, folder) {
  const [name = ''] = Object.keys(row.versions[age]);
  const manifest = path.join(folder, 'node_modules', name, 'package.json');
  return JSON.parse(fs.readFileSync(manifest, 'utf8')).version;
}

/** Says how many requests came to the fake provider. @param {readonly unknown[]} requests */
async function startCount(requests) {
  const server = http.createServer((_, response) => {
    response.end(String(requests.length));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

async function startServers() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spanbook-matrix-'));
  fs.mkdirSync(LOGS, { recursive: true });
  const mlflow = await startMlflow(PYTHON, folder);
  const llm = await startFakeLlm();
  const mcp = await startFakeMcp();
  const countUrl = await startCount(llm.requests);
  const reader = startReader(mlflow.uri);
  return {
    uri: mlflow.uri,
    read: reader.read,
    servers: { url: llm.url, mcpUrl: mcp.url, countUrl },
    stop: async () => {
      await reader.stop();
      await mlflow.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** @param {string} text @returns {Outcome[]} */
const outcomesIn = text =>
  [...text.matchAll(/^outcome (.*)$/gm)].map(([, json = '']) =>
    JSON.parse(json)
  );

/** Starts the program that reads traces as Python's MLflow does. @param {string} uri */
function startReader(uri) {
  const program = inRoot('e2e/autolog-matrix/read_back.py');
  const child = start(PYTHON, [program], {
    env: { ...withoutTracking(), MLFLOW_TRACKING_URI: uri },
    stdio: ['pipe', 'pipe', 'inherit']
  });
  if (!child.stdin || !child.stdout) throw new Error('startReader: no pipes');
  const { stdin, stdout } = child;
  const lines = createInterface({ input: stdout });
  return {
    /** @param {string} experiment @returns {Promise<Record<string, string[]>>} of each trace its lines, by id */
    read: async experiment => {
      stdin.write(`${experiment}\n`);
      const [line] = await once(lines, 'line');
      return JSON.parse(line);
    },
    stop: async () => {
      const ended = once(child, 'close');
      stdin.end();
      await ended;
    }
  };
}

/**
 * Makes the calls of a row in a runtime.
 *
 * @param {Servers} servers
 * @param {{ row: Row, age: Age, runtime: string, folder: string }} part
 */
async function tryPart(servers, { row, age, runtime, folder }) {
  const experiment = keyOf(row, age, runtime);
  const environment = {
    MLFLOW_TRACKING_URI: servers.uri,
    MLFLOW_EXPERIMENT_NAME: experiment,
    SPANBOOK_SPOOL: 'off'
  };
  const text =
    (await RUNTIMES[runtime]?.run({
      row,
      folder,
      environment,
      servers: servers.servers
    })) ?? '';
  const log = path.join(LOGS, `autolog-${experiment.replaceAll(' ', '-')}.log`);
  fs.writeFileSync(log, text);
  const outcomes = outcomesIn(text);
  if (outcomes.length === 0) {
    const [why = 'nothing was written'] = /^failed .*$/m.exec(text) ?? [];
    return { 'the library': why };
  }
  const stored = await servers.read(experiment);
  return judge({ row, age }, outcomes, stored);
}

/**
 * @param {{ row: Row, age: Age }} part
 * @param {readonly Outcome[]} outcomes
 * @param {Record<string, string[]>} stored
 */
async function judge({ row, age }, outcomes, stored) {
  const golden = goldenOf(row);
  const strays = new Set(Object.keys(stored));
  /** @type {Record<string, string>} */
  const calls = {};
  for (const { call, absent, changed, traces = [] } of outcomes) {
    for (const id of traces) strays.delete(id);
    const found = traces.map(id => stored[id] ?? [`${id} is not stored`]);
    const key = `${call}, ${age}` in golden ? `${call}, ${age}` : call;
    if (absent === undefined && process.env.UPDATE_GOLDEN === '1') {
      golden[key] = found;
      await writeGolden(row, golden);
    }
    calls[call] =
      absent !== undefined
        ? `absent: ${absent}`
        : (changed ??
          differenceOf(
            found,
            golden[key],
            age === 'oldest' ? row.gaps?.[call] : undefined
          ));
  }
  return strays.size === 0
    ? calls
    : { ...calls, strays: `${strays.size} further traces` };
}

/** @param {unknown} found @param {unknown} expected @param {string} [gap] why there is a difference, where that is known */
function differenceOf(found, expected, gap) {
  const isSame = JSON.stringify(found) === JSON.stringify(expected);
  if (!isSame && gap !== undefined) return `gap: ${gap}`;
  return isSame ? 'yes' : `traces: ${JSON.stringify(found)}`;
}

/** Those that the command names, or all. @template T @param {readonly T[]} all @param {(one: T) => string} name */
function asked(all, name) {
  const named = all.filter(one => ARGS.includes(name(one)));
  return named.length === 0 ? all : named;
}

/** @param {import('./lib/autolog-results.mjs').Result | undefined} result */
const isWhole = result =>
  result !== undefined && faultsIn(result.calls).length === 0;

/** @param {Readonly<Record<string, string>>} calls */
const faultsIn = calls =>
  Object.entries(calls).filter(
    ([, outcome]) => !/^(yes$|absent|gap)/.test(outcome)
  );

/** The parts that the command asks for. */
function* parts() {
  const kept = ARGS.includes('--missing') ? keptResults() : {};
  for (const row of asked(ROWS, ({ name }) => name))
    for (const age of asked(AGES, one => one))
      for (const runtime of asked(Object.keys(RUNTIMES), one => one))
        if (!isWhole(kept[keyOf(row, age, runtime)]))
          yield { row, age, runtime };
}

/** The keys of all parts of the matrix. */
function* everyPart() {
  for (const row of ROWS)
    for (const age of AGES)
      for (const runtime of Object.keys(RUNTIMES))
        yield keyOf(row, age, runtime);
}

function check() {
  const known = [
    ...ROWS.map(({ name }) => name),
    ...AGES,
    ...Object.keys(RUNTIMES),
    '--write',
    '--missing',
    '--new'
  ];
  const unknown = ARGS.filter(arg => !known.includes(arg));
  if (unknown.length > 0)
    throw new UserError(
      `Unknown: ${unknown.join(', ')}\nKnown: ${known.join(', ')}`
    );
}

/** Puts the table between its marks, once every part has a result: a table of some would drop what others found. */
async function write() {
  const results = keptResults();
  const missing = [...everyPart()].filter(key => !(key in results));
  if (missing.length > 0) {
    process.stdout.write(
      `docs/autolog.md stays as it is: ${missing.length} parts have no result here (--missing runs them)\n`
    );
    return;
  }
  const text = fs.readFileSync(DOCUMENT, 'utf8');
  const marked = /(<!-- matrix -->\n)[^]*(\n<!-- \/matrix -->)/;
  const found = `${tableOf(results)}\n\n${notesOf(results)}`;
  await writeFormatted(DOCUMENT, text.replace(marked, `$1\n${found}\n$2`));
}

async function main() {
  check();
  endWithEverything();
  const servers = await startServers();
  let isWrong = false;
  for (const part of parts()) {
    const folder = await install(part.row, part.age, {
      isNew: ARGS.includes('--new')
    });
    const begun = Date.now();
    const calls = await tryPart(servers, { ...part, folder });
    const key = keyOf(part.row, part.age, part.runtime);
    keep(key, { version: versionOf(part.row, part.age, folder), calls });
    const faults = faultsIn(calls);
    isWrong ||= faults.length > 0;
    process.stdout.write(
      `${key}: ${Object.keys(calls).length - faults.length} (${Date.now() - begun} ms)\n`
    );
    for (const [call, outcome] of faults)
      process.stdout.write(`  ${call}: ${outcome.slice(0, 2000)}\n`);
  }
  await servers.stop();
  if (ARGS.includes('--write')) await write();
  return isWrong ? 1 : 0;
}

await runCommand(main);
process.exit(); // the fake servers are still there
