#!/usr/bin/env node
// `npm run test:lite`: notebooks with traces in a JupyterLite site, which has our extension from the wheel and no server.
// Apart from `npm test`, since a site is 70 MB; JupyterLite is kept in .setup.
import './lib/require-node.mjs';

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const { bringChromium } = await import('./lib/chromium.mjs');
const { endWithEverything } = await import('./lib/ending.mjs');
const { buildPackages } = await import('./lib/installation.mjs');
const { inRoot, LOGS, ROOT, SETUP } = await import('./lib/paths.mjs');
const { failureOf, start } = await import('./lib/processes.mjs');
const { createProgress } = await import('./lib/progress.mjs');
const { runSetup } = await import('./lib/run-setup.mjs');
const { makeSideEnvironment } = await import('./lib/side-environment.mjs');
const { stampAt } = await import('./lib/stamps.mjs');
const { runCommand } = await import('./lib/user-error.mjs');

const JUPYTERLITE = 'jupyterlite-core==0.8.6';
const FOLDER = path.join(SETUP, 'lite');

const install = () =>
  makeSideEnvironment(path.join(LOGS, 'lite.log'), FOLDER, [JUPYTERLITE]);

/** @param {string} wheel @param {string | undefined} chromium */
async function test(wheel, chromium) {
  const jest = inRoot('node_modules/jest/bin/jest.js');
  const args = ['--config', 'e2e/lite/jest.config.js'];
  const tests = start(
    process.execPath,
    [jest, ...args, ...process.argv.slice(2)],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        SPANBOOK_WHEEL: wheel,
        ...(chromium && { CHROMIUM_PATH: chromium })
      }
    }
  );
  return (await failureOf(tests)) === undefined ? 0 : 1;
}

async function main() {
  const progress = createProgress();
  endWithEverything();
  await runSetup(progress);
  const chromium = await bringChromium(progress);
  const stamp = stampAt(path.join(FOLDER, '.spanbook-lite'));
  if (!stamp.isFor(JUPYTERLITE)) {
    await progress.step('JupyterLite in .setup', install);
    stamp.write(JUPYTERLITE);
  }
  const dist = fs.mkdtempSync(path.join(os.tmpdir(), 'spanbook-wheel-'));
  try {
    const { wheel } = await progress.step('build of the wheel', () =>
      buildPackages(dist)
    );
    return await test(wheel, chromium);
  } finally {
    fs.rmSync(dist, { recursive: true, force: true });
  }
}

await runCommand(main);
