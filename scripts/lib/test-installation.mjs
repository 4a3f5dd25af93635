import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { install, installedEnvironment } from './installation.mjs';
import { runJest } from './jest-report.mjs';
import { LOGS } from './paths.mjs';
import { runLogged } from './processes.mjs';

/** @typedef {import('./jest-report.mjs').Outcome & { versions: { jupyterlab: string, python: string } }} Outcome */

/**
 * Does what a user does who follows the README, in a folder outside of the repository that is removed afterwards: installs,
 * asks `spanbook doctor`, and runs the tests of `e2e/install` there.
 *
 * @param {{ wheel: string, archive: string }} packages of `buildPackages`
 * @param {object} options
 * @param {string | undefined} options.chromium
 * @param {string | undefined} [options.python] another one than ours
 * @param {readonly string[]} [options.further] what pip is to install besides
 * @param {(title: string, run: () => Promise<void>) => Promise<void>} [options.step] tells what is done
 * @returns {Promise<Outcome>}
 */
export async function testInstallation(
  packages,
  { chromium, python, further = [], step = (_, run) => run() }
) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spanbook-install-'));
  try {
    await step("installation by the README's commands", () =>
      install(folder, packages, { python, further })
    );
    await step('spanbook doctor', async () => {
      await inside(folder, 'spanbook', ['doctor']);
    });
    const outcome = await runJest('e2e/install/jest.config.js', {
      SPANBOOK_INSTALLED: folder,
      ...(chromium && { CHROMIUM_PATH: chromium })
    });
    return { ...outcome, versions: await versionsIn(folder) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {string} command @param {string[]} args @returns {Promise<string>} its log */
async function inside(folder, command, args) {
  const log = path.join(LOGS, `installed-${command}.log`);
  await runLogged(log, command, args, {
    cwd: path.join(folder, 'notebooks'),
    env: installedEnvironment(folder)
  });
  return fs.readFileSync(log, 'utf8');
}

const TELL_VERSIONS = `
import importlib.metadata, json, platform
print(json.dumps({"jupyterlab": importlib.metadata.version("jupyterlab"), "python": platform.python_version()}))
`;

/** @param {string} folder @returns {Promise<Outcome['versions']>} */
const versionsIn = async folder =>
  JSON.parse(await inside(folder, 'python', ['-c', TELL_VERSIONS]));
