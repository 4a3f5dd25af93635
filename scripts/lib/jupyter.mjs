import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { jupyterEnvironment } from './environment.mjs';
import { inRoot, JUPYTER_HOME, PYTHON } from './paths.mjs';
import { isRoot } from './platform.mjs';
import { start } from './processes.mjs';
import { UserError } from './user-error.mjs';

const FIRST_NOTEBOOK = 'quickstart-deno.ipynb';

/** The kernels that the launcher offers; those of the rest of the machine stay out of sight. */
const KERNELS = ['deno', 'tslab', 'python3'];

/**
 * @param {{ port: number, token?: string | undefined, browser: boolean }} options
 * @returns {{ child: import('node:child_process').ChildProcess, base: string, token: string, page: string }} `base`
 *   is the server's address, `page` that of the first notebook with the token in it
 */
export function startJupyter({ port, browser, token = newToken() }) {
  const base = `http://127.0.0.1:${port}`;
  const notebooks = inRoot('examples');
  prepareHome(JUPYTER_HOME);
  const args = [
    ...jupyterArguments(port, notebooks),
    `--LabApp.default_url=/lab/tree/${FIRST_NOTEBOOK}`,
    '--Application.log_level=WARN',
    ...KERNELS.map(name => `--KernelSpecManager.allowed_kernelspecs=${name}`),
    ...(browser ? [] : ['--no-browser'])
  ];
  const child = start(PYTHON, args, {
    cwd: notebooks,
    // By the environment: everybody on the machine can read arguments.
    env: { ...jupyterEnvironment(JUPYTER_HOME), JUPYTER_TOKEN: token }
  });
  const page = `${base}/lab/tree/${FIRST_NOTEBOOK}?token=${token}`;
  return { child, base, token, page };
}

const newToken = () => randomBytes(24).toString('hex');

/**
 * What every JupyterLab of ours is started with, for Python.
 *
 * @param {number} port
 * @param {string} notebooks absolute path of the folder that it shows
 * @param {boolean} [root]
 * @returns {string[]}
 */
export function jupyterArguments(port, notebooks, root = isRoot()) {
  return [
    ...['-m', 'jupyterlab', '--ServerApp.ip=127.0.0.1'],
    ...[`--ServerApp.port=${port}`, '--ServerApp.port_retries=0'],
    `--ServerApp.root_dir=${notebooks}`,
    '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
    ...(root ? ['--allow-root'] : [])
  ];
}

/**
 * Gives a Jupyter home its defaults: no question about news in the corner, which covers what one came to see.
 *
 * @param {string} home as for `jupyterEnvironment`
 */
export function prepareHome(home) {
  const folder = path.join(home, 'config', 'labconfig');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'default_setting_overrides.json'),
    JSON.stringify({
      '@jupyterlab/apputils-extension:notification': { fetchNews: 'false' }
    })
  );
}

/**
 * Resolves when the server answers.
 *
 * @param {ReturnType<typeof startJupyter>} jupyter
 * @throws {UserError} when it ended, or stayed silent for two minutes
 */
export async function untilUp({ child, base, token }) {
  const limit = Date.now() + 120_000;
  while (!(await isUp(base, token))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new UserError(
        'JupyterLab has ended before it was up; its own words stand above.'
      );
    if (Date.now() > limit)
      throw new UserError('JupyterLab gave no answer in two minutes.');
    await sleep(200);
  }
}

/** @param {string} base @param {string} token */
async function isUp(base, token) {
  try {
    const response = await fetch(`${base}/api/status`, {
      headers: { Authorization: `token ${token}` },
      signal: AbortSignal.timeout(5_000)
    });
    return response.ok;
  } catch {
    return false;
  }
}
