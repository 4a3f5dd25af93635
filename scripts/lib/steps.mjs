import fs from 'node:fs';
import path from 'node:path';

import { venvEnvironment } from './environment.mjs';
import {
  inRoot,
  LOGS,
  PYTHON,
  ROOT,
  SETUP,
  VENV,
  VENV_SHARE
} from './paths.mjs';
import { installCommand } from './platform.mjs';
import { runLogged } from './processes.mjs';
import { findPython, hasWorkingVenv } from './python.mjs';
import { UserError } from './user-error.mjs';

/**
 * One thing that the set-up brings about.
 *
 * @typedef {object} Step
 * @property {string} title what the user reads while it runs
 * @property {string} stamp file that says what it was last done for; it lies with what the step makes where that may
 *   be deleted by hand
 * @property {() => boolean} [isNeeded] overrules the stamp
 * @property {readonly string[]} inputs files and folders that it reads
 * @property {readonly string[]} outputs files and folders that it makes; a change of theirs runs it again
 * @property {readonly string[]} [facts] what else it depends on
 * @property {(log: string) => Promise<void>} run
 */

const LOCKFILE = inRoot('package-lock.json');
const NODE_MODULES = inRoot('node_modules');
/** npm writes it when an installation is complete. */
const INSTALLED = path.join(NODE_MODULES, '.package-lock.json');
const LABEXTENSION = inRoot('spanbook', 'labextension');
const NBDIME = path.join(SETUP, 'nbdime');
/** With the one requirement of nbdime's that neither JupyterLab nor MLflow has. */
const NBDIME_PACKAGES = ['nbdime==4.0.4', 'colorama==0.4.6'];

/** @type {Step} */
const npmPackages = {
  title: 'npm packages',
  stamp: path.join(NODE_MODULES, '.spanbook-setup'),
  inputs: [LOCKFILE],
  outputs: [INSTALLED],
  facts: [process.platform, process.arch, process.versions.modules],
  // `install` rather than `ci`: it mends the difference where packages are there already, and it accepts a lockfile
  // that was written on another platform, whose binary packages npm leaves out of it at times.
  run: log => npm(log, ['install', '--no-audit', '--no-fund'])
};

/** @type {Step} */
const virtualEnvironment = {
  title: 'Python environment in .venv',
  stamp: path.join(VENV, '.spanbook-venv'),
  isNeeded: () => !hasWorkingVenv(),
  inputs: [],
  outputs: [],
  run: async log => {
    const { command, args } = findPython();
    fs.rmSync(VENV, { recursive: true, force: true });
    await runLogged(log, command, [...args, '-m', 'venv', VENV]);
    // Our own package.json says "type": "module", and JupyterLab's bundled yarn.js below it is none.
    fs.writeFileSync(path.join(VENV, 'package.json'), '{}\n');
  }
};

/** @type {Step} */
const pythonPackages = {
  title: 'Python packages (JupyterLab, MLflow, Deno)',
  stamp: path.join(VENV, '.spanbook-packages'),
  inputs: [inRoot('pyproject.toml'), inRoot('jupyter-config')],
  outputs: [path.join(VENV, '.spanbook-venv')],
  facts: [ROOT], // an editable installation points to this folder
  run: async log => {
    // pip removes the files of the last installation, and must not do so through our link.
    unlinkLabextension();
    fs.mkdirSync(LABEXTENSION, { recursive: true });
    await runLogged(
      log,
      PYTHON,
      ['-m', 'pip', 'install', '--no-input', '-e', '.[all,test]'],
      { cwd: ROOT, env: venvEnvironment() }
    );
  }
};

/**
 * Beside the virtual environment and without what is there already: in it, nbdime would put buttons into the user's
 * JupyterLab and a program into the server.
 *
 * @type {Step}
 */
const nbdime = {
  title: 'nbdime, for the tests',
  stamp: path.join(NBDIME, '.spanbook-nbdime'),
  inputs: [],
  outputs: [path.join(NBDIME, 'nbdime', '__init__.py')],
  facts: NBDIME_PACKAGES,
  run: log =>
    runLogged(
      log,
      PYTHON,
      [
        ...['-m', 'pip', 'install', '--no-input', '--no-deps', '--upgrade'],
        ...['--target', NBDIME, ...NBDIME_PACKAGES]
      ],
      { env: venvEnvironment() }
    )
};

/** @type {Step} */
const sdk = {
  title: 'build of the SDK',
  stamp: path.join(SETUP, 'sdk'),
  inputs: [
    ...['src/sdk', 'src/bundle', 'packages/sdk/package.json'],
    ...['tsconfig.base.json', 'tsconfig.sdk.json', 'scripts/build-sdk.mjs']
  ]
    .map(name => inRoot(name))
    .concat(LOCKFILE),
  outputs: [inRoot('packages/sdk/dist')],
  run: log => npm(log, ['run', 'build:sdk'])
};

/** @type {Step} */
const lab = {
  title: 'build of the JupyterLab extension',
  stamp: path.join(SETUP, 'lab'),
  inputs: [
    ...[
      'src/bundle',
      'src/model',
      'src/layout',
      'src/view',
      'src/tracking',
      'src/lab'
    ],
    ...['src/index.ts', 'style', 'schema', 'package.json'],
    ...['tsconfig.base.json', 'tsconfig.lab.json', 'scripts/build-lab.mjs']
  ]
    .map(name => inRoot(name))
    .concat(LOCKFILE),
  outputs: [LABEXTENSION],
  run: log => npm(log, ['run', 'build:lab'])
};

/**
 * Stage after stage. Within a stage its lanes go side by side, each in order: a step may rely on what stands before it in
 * its lane, and on all earlier stages.
 *
 * @type {readonly (readonly (readonly Step[])[])[]}
 */
export const STAGES = [
  [
    [npmPackages, sdk],
    [virtualEnvironment, pythonPackages, nbdime]
  ],
  [[lab]]
];

/** @param {Step} step @returns {string} */
export const logOf = step =>
  path.join(LOGS, `${path.basename(step.stamp).replace('.spanbook-', '')}.log`);

/**
 * npm through its own script where npm runs us, otherwise by name.
 *
 * @param {string} log
 * @param {string[]} args
 */
async function npm(log, args) {
  const script = process.env.npm_execpath;
  const [command, ...before] = script?.endsWith('.js')
    ? [process.execPath, script]
    : ['npm'];
  const options = {
    cwd: ROOT,
    // A library that the tests call would put files into the project; npm 10 does not read `allowScripts`.
    env: { ...venvEnvironment(), AX_SKIP_SKILL_INSTALL: '1' },
    // Windows has npm as a .cmd file, which only its shell starts.
    shell: command === 'npm' && process.platform === 'win32'
  };
  try {
    await runLogged(log, command, [...before, ...args], options);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('ENOENT'))
      throw error;
    throw new UserError(
      `npm is missing.\nInstall it: ${installCommand('npm')}`
    );
  }
}

const LINK = path.join(VENV_SHARE, 'labextensions', '@spanbook', 'lab');

/**
 * Lets JupyterLab find the built extension where it lies, so that a rebuild needs no installation. A junction on
 * Windows, which takes no special right.
 */
export function linkLabextension() {
  const stat = fs.lstatSync(LINK, { throwIfNoEntry: false });
  if (
    stat?.isSymbolicLink() &&
    fs.realpathSync(LINK) === fs.realpathSync(LABEXTENSION)
  )
    return;
  fs.rmSync(LINK, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(LINK), { recursive: true });
  fs.symlinkSync(LABEXTENSION, LINK, 'junction');
}

function unlinkLabextension() {
  if (fs.lstatSync(LINK, { throwIfNoEntry: false })?.isSymbolicLink())
    fs.rmSync(LINK);
}
