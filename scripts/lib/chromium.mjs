import fs from 'node:fs';
import path from 'node:path';

import { LOGS } from './paths.mjs';
import { installCommand, installerOf, isRoot } from './platform.mjs';
import { runLogged } from './processes.mjs';

/** @typedef {ReturnType<typeof import('./progress.mjs').createProgress>} Progress */

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge'
];

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const USUAL_PLACES = {
  linux: ['/snap/bin/chromium', '/opt/google/chrome/chrome'],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
  ]
};

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} the path of a browser on Chromium's base; `CHROMIUM_PATH` names one by hand
 */
export function findChromium(env = process.env) {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH;
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const onPath = NAMES.flatMap(name =>
    folders.map(folder => path.join(folder, name + suffix))
  );
  const usual = USUAL_PLACES[process.platform] ?? [];
  return [...onPath, ...usual].find(isProgram);
}

/** @param {string} file */
function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Finds Chromium for the browser tests; as root on Debian and its relatives it installs the package.
 *
 * @param {Progress} progress
 * @returns {Promise<string | undefined>} undefined when there is none; how to get one has been said then
 */
export async function bringChromium(progress) {
  const found = findChromium();
  if (found) return found;
  if (installerOf() === 'apt' && isRoot()) {
    await progress
      .step('Chromium for the browser tests (apt-get)', install)
      .catch(error => progress.line(`${error.output ?? ''}\n${error.message}`));
  }
  const installed = findChromium();
  if (!installed)
    progress.line(
      `No Chromium or Chrome found; the browser tests will fail.\nInstall it: ${installCommand('chromium')}\nor name one: CHROMIUM_PATH=/path/to/chromium npm test`
    );
  return installed;
}

async function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const log = path.join(LOGS, 'chromium.log');
  await runLogged(log, 'apt-get', ['update'], { env });
  await runLogged(
    log,
    'apt-get',
    ['install', '-y', '--no-install-recommends', 'chromium'],
    { env }
  );
}
