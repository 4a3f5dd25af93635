#!/usr/bin/env node
// `npm run test:hub`: JupyterLab with Spanbook for two users of a real JupyterHub, with TLS in front. Apart from `npm test`,
// since it starts three servers and two MLflows; JupyterHub and its proxy are kept in .setup.
import './lib/require-node.mjs';

import path from 'node:path';

const { bringChromium } = await import('./lib/chromium.mjs');
const { endWithEverything } = await import('./lib/ending.mjs');
const { inRoot, LOGS, ROOT, SETUP } = await import('./lib/paths.mjs');
const { failureOf, runLogged, start } = await import('./lib/processes.mjs');
const { createProgress } = await import('./lib/progress.mjs');
const { runSetup } = await import('./lib/run-setup.mjs');
const { makeSideEnvironment } = await import('./lib/side-environment.mjs');
const { stampAt } = await import('./lib/stamps.mjs');
const { runCommand } = await import('./lib/user-error.mjs');

const JUPYTERHUB = 'jupyterhub==6.1.1';
const PROXY = 'configurable-http-proxy@5';
const HUB = path.join(SETUP, 'hub');

async function install() {
  const log = path.join(LOGS, 'hub.log');
  // Its users get the Spanbook that is worked on.
  await makeSideEnvironment(log, HUB, [JUPYTERHUB]);
  await runLogged(log, 'npm', [
    ...['install', '--prefix', HUB, '--ignore-scripts', '--no-save'],
    ...['--no-audit', '--no-fund', PROXY]
  ]);
}

async function main() {
  const progress = createProgress();
  endWithEverything();
  await runSetup(progress);
  const chromium = await bringChromium(progress);
  const version = `${JUPYTERHUB} ${PROXY}`;
  const stamp = stampAt(path.join(HUB, '.spanbook-hub'));
  if (!stamp.isFor(version)) {
    await progress.step('JupyterHub in .setup', install);
    stamp.write(version);
  }
  const jest = inRoot('node_modules/jest/bin/jest.js');
  const tests = start(
    process.execPath,
    [jest, '--config', 'e2e/hub/jest.config.js', ...process.argv.slice(2)],
    {
      cwd: ROOT,
      env: { ...process.env, ...(chromium && { CHROMIUM_PATH: chromium }) }
    }
  );
  return (await failureOf(tests)) === undefined ? 0 : 1;
}

await runCommand(main);
