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
const { buildPackages } = await import('./lib/installation.mjs');
const { createProgress } = await import('./lib/progress.mjs');
const { runSetup } = await import('./lib/run-setup.mjs');
const { testInstallation } = await import('./lib/test-installation.mjs');
const { runCommand } = await import('./lib/user-error.mjs');

const { values, positionals } = parseArgs({
  options: { python: { type: 'string' } },
  allowPositionals: true
});

async function main() {
  const progress = createProgress();
  endWithEverything();
  await runSetup(progress);
  const chromium = await bringChromium(progress);
  const dist = fs.mkdtempSync(path.join(os.tmpdir(), 'spanbook-packages-'));
  const packages = await progress.step(
    'build of the wheel and the npm package',
    () => buildPackages(dist)
  );
  const { hasPassed } = await testInstallation(packages, {
    chromium,
    python: values.python,
    further: positionals,
    step: (title, run) => progress.step(title, run)
  });
  fs.rmSync(dist, { recursive: true, force: true });
  return hasPassed ? 0 : 1;
}

await runCommand(main);
