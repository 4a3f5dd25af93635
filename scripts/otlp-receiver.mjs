#!/usr/bin/env node
// `npm run test:otlp-receiver`: sends traces to Arize Phoenix, a receiver of OpenTelemetry that is not MLflow, and reads
// them back from it. Apart from `npm test`, since Phoenix takes 900 MB and minutes to install; it is kept in .setup.
import './lib/require-node.mjs';

import fs from 'node:fs';
import path from 'node:path';

const { venvEnvironment } = await import('./lib/environment.mjs');
const { endWithEverything } = await import('./lib/ending.mjs');
const { LOGS, PYTHON, ROOT, SETUP } = await import('./lib/paths.mjs');
const { failureOf, runLogged, start } = await import('./lib/processes.mjs');
const { createProgress } = await import('./lib/progress.mjs');
const { runSetup } = await import('./lib/run-setup.mjs');
const { stampAt } = await import('./lib/stamps.mjs');
const { runCommand } = await import('./lib/user-error.mjs');

const VERSION = '20.26.1';
const PHOENIX = path.join(SETUP, 'phoenix');
const PROGRAMS = path.join(
  PHOENIX,
  process.platform === 'win32' ? 'Scripts' : 'bin'
);

/** An environment of its own: Phoenix wants other versions of what MLflow needs. */
async function install() {
  const log = path.join(LOGS, 'phoenix.log');
  fs.rmSync(PHOENIX, { recursive: true, force: true });
  await runLogged(log, PYTHON, ['-m', 'venv', PHOENIX]);
  await runLogged(log, path.join(PROGRAMS, 'python'), [
    ...['-m', 'pip', 'install', '--no-input', `arize-phoenix==${VERSION}`]
  ]);
}

async function main() {
  const progress = createProgress();
  endWithEverything();
  await runSetup(progress);
  const stamp = stampAt(path.join(PHOENIX, '.spanbook-phoenix'));
  if (!stamp.isFor(VERSION)) {
    await progress.step(`Arize Phoenix ${VERSION} in .setup`, install);
    stamp.write(VERSION);
  }
  const tests = start(PYTHON, ['-m', 'pytest', 'e2e/phoenix'], {
    cwd: ROOT,
    env: { ...venvEnvironment(), PHOENIX: path.join(PROGRAMS, 'phoenix') }
  });
  return (await failureOf(tests)) === undefined ? 0 : 1;
}

await runCommand(main);
