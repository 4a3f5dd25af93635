import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, wherever the command was started. */
export const ROOT = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..'
);

/** @param {string[]} parts @returns {string} an absolute path below the root */
export const inRoot = (...parts) => path.join(ROOT, ...parts);

const isWindows = process.platform === 'win32';

/** The virtual environment; nothing is ever installed outside of it and node_modules. */
export const VENV = inRoot('.venv');
export const VENV_BIN = path.join(VENV, isWindows ? 'Scripts' : 'bin');
export const VENV_SHARE = path.join(VENV, 'share', 'jupyter');

/** @param {string} name @returns {string} a program of the virtual environment */
export const venvProgram = name =>
  path.join(VENV_BIN, isWindows ? `${name}.exe` : name);
export const PYTHON = venvProgram('python');

/** Stamps, logs and the lock of the set-up; safe to delete. */
export const SETUP = inRoot('.setup');
export const LOGS = path.join(SETUP, 'logs');

/**
 * Jupyter's folders for `npm start`: the user's settings and traces, so `npm run clean` leaves them alone. A second
 * JupyterLab that shall not share them names its own.
 */
export const JUPYTER_HOME =
  process.env.SPANBOOK_JUPYTER_HOME ?? inRoot('.jupyter');

/** Reports, logs and screenshots of the last test run. */
export const TEST_RESULTS = inRoot('test-results');
