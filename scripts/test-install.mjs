#!/usr/bin/env node
// `npm run test:install`: what a user gets who follows the README. Builds the wheel and the npm package, installs them in an
// empty virtual environment outside of the repository by the README's own commands, and runs its first trace in both kernels
// of the JupyterLab that came with them. Apart from `npm test`, since pip needs minutes.
//   npm run test:install -- [--python PROGRAM] [package ...]   another Python; what pip is to install besides: jupyterlab==4.2.7
import './lib/require-node.mjs';

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { bringChromium } = await import('./lib/chromium.mjs');
const { endWithEverything } = await import('./lib/ending.mjs');
const { buildPackages, install, installedEnvironment } =
  await import('./lib/installation.mjs');
const { inRoot, LOGS, ROOT } = await import('./lib/paths.mjs');
const { failureOf, runLogged, start } = await import('./lib/processes.mjs');
const { createProgress } = await import('./lib/progress.mjs');
const { runSetup } = await import('./lib/run-setup.mjs');
const { runCommand } = await import('./lib/user-error.mjs');

/** @param {string} folder */
const checkByDoctor = folder =>
  runLogged(path.join(LOGS, 'doctor.log'), 'spanbook', ['doctor'], {
    cwd: path.join(folder, 'notebooks'),
    env: installedEnvironment(folder)
  });

const { values, positionals } = parseArgs({
  options: { python: { type: 'string' } },
  allowPositionals: true
});

async function main() {
  const progress = createProgress();
  endWithEverything();
  await runSetup(progress);
  const chromium = await bringChromium(progress);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spanbook-install-'));
  try {
    const packages = await progress.step(
      'build of the wheel and the npm package',
      () => buildPackages(path.join(folder, 'dist'))
    );
    await progress.step("installation by the README's commands", () =>
      install(folder, packages, { python: values.python, further: positionals })
    );
    await progress.step('spanbook doctor', () => checkByDoctor(folder));
    const jest = inRoot('node_modules/jest/bin/jest.js');
    const tests = start(
      process.execPath,
      [jest, '--config', 'e2e/install/jest.config.js'],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          SPANBOOK_INSTALLED: folder,
          ...(chromium && { CHROMIUM_PATH: chromium })
        }
      }
    );
    return (await failureOf(tests)) === undefined ? 0 : 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

await runCommand(main);
