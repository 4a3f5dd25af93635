import fs from 'node:fs';
import path from 'node:path';

import { venvEnvironment } from './environment.mjs';
import { inRoot, LOGS, PYTHON, ROOT } from './paths.mjs';
import { runLogged } from './processes.mjs';
import { UserError } from './user-error.mjs';

/**
 * The environment of a shell in which the virtual environment of `folder` is activated, for a user whose home is `folder`: npm's
 * global packages and Jupyter's files lie there, and nothing of this repository is on a path.
 *
 * @param {string} folder
 * @returns {Record<string, string>}
 */
export function installedEnvironment(folder) {
  const kept = ['PATH', 'LANG', 'LC_ALL', 'TMPDIR', 'CHROMIUM_PATH'];
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      kept.includes(name) ||
      /^(pip|npm_config|https?_proxy|no_proxy)/i.test(name)
  );
  const variables = Object.fromEntries(inherited);
  const npmPrefix = path.join(folder, 'npm');
  const places = [
    path.join(folder, 'venv', 'bin'),
    path.join(npmPrefix, 'bin'),
    path.dirname(process.execPath)
  ];
  return {
    ...variables,
    PATH: [...places, variables.PATH ?? ''].join(path.delimiter),
    HOME: folder,
    VIRTUAL_ENV: path.join(folder, 'venv'),
    npm_config_prefix: npmPrefix,
    JUPYTER_CONFIG_DIR: path.join(folder, 'jupyter', 'config'),
    JUPYTER_DATA_DIR: path.join(folder, 'jupyter', 'data'),
    JUPYTER_RUNTIME_DIR: path.join(folder, 'jupyter', 'runtime'),
    JUPYTER_PREFER_ENV_PATH: '1',
    XDG_STATE_HOME: path.join(folder, 'state'),
    DENO_NO_UPDATE_CHECK: '1'
  };
}

/**
 * What would be published, built into `folder`.
 *
 * @param {string} folder
 * @returns {Promise<{ wheel: string, archive: string }>} absolute paths for pip and for npm
 */
export async function buildPackages(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const env = venvEnvironment();
  await runLogged(
    path.join(LOGS, 'wheel.log'),
    PYTHON,
    ['-m', 'build', '--wheel', '--no-isolation', '--outdir', folder, ROOT],
    { env }
  );
  await runLogged(
    path.join(LOGS, 'pack.log'),
    'npm',
    ['pack', '--pack-destination', folder],
    { cwd: inRoot('packages/sdk'), env }
  );
  const made = fs.readdirSync(folder).map(name => path.join(folder, name));
  const [wheel] = made.filter(name => name.endsWith('.whl'));
  const [archive] = made.filter(name => name.endsWith('.tgz'));
  if (!wheel || !archive) throw new Error(`not built: ${made.join(' ')}`);
  return { wheel, archive };
}

/** @returns {string[]} the commands of the README's section "Install", without their comments and without the last, which starts JupyterLab */
export function readmeCommands() {
  const text = fs.readFileSync(inRoot('README.md'), 'utf8');
  const block = /## Install\n+```sh\n([^]*?)```/.exec(text)?.[1] ?? '';
  const lines = block
    .split('\n')
    .map(line => line.replace(/\s+#.*/, ''))
    .filter(Boolean);
  if (lines.pop() !== 'jupyter lab')
    throw new UserError('The section "Install" of the README ends otherwise.');
  return lines;
}

/**
 * Makes an empty virtual environment in `folder`, and runs the README's commands with these packages in place of the registries'.
 *
 * @param {string} folder
 * @param {{ wheel: string, archive: string }} packages
 * @param {{ python?: string | undefined, further?: readonly string[] }} [options] another Python; what pip is to install besides
 */
export async function install(
  folder,
  packages,
  { python = PYTHON, further = [] } = {}
) {
  const notebooks = path.join(folder, 'notebooks');
  fs.mkdirSync(notebooks, { recursive: true });
  fs.writeFileSync(path.join(notebooks, 'package.json'), '{}\n');
  const log = path.join(LOGS, 'install.log');
  await runLogged(log, python, ['-m', 'venv', path.join(folder, 'venv')]);
  for (const line of readmeCommands()) {
    const command = line
      .replace(
        '"spanbook[all]"',
        `"${packages.wheel}[all]" ${further.map(name => `"${name}"`).join(' ')}`
      )
      .replace(/install spanbook$/, `install "${packages.archive}"`);
    await runLogged(log, 'sh', ['-c', command], {
      cwd: notebooks,
      env: installedEnvironment(folder)
    });
  }
}
