import path from 'node:path';

import { VENV, VENV_BIN } from './paths.mjs';

/**
 * Variables of the user's shell that would reach into our Jupyter, Python or MLflow: another Python's modules,
 * another Jupyter's folders, kernels or token.
 */
const FOREIGN = /^(JUPYTER|JUPYTERLAB|PYTHONHOME$|PYTHONPATH$|JPY_)/;

/**
 * The environment of every program that runs from `.venv`, as if it were activated.
 *
 * @param {NodeJS.ProcessEnv} [base]
 * @returns {NodeJS.ProcessEnv}
 */
export function venvEnvironment(base = process.env) {
  const kept = Object.entries(base).filter(([name]) => !FOREIGN.test(name));
  const env = Object.fromEntries(kept);
  // Windows spells it `Path`; two spellings in one environment would leave it to chance which one counts.
  const pathName =
    Object.keys(env).find(name => name.toUpperCase() === 'PATH') ?? 'PATH';
  return {
    ...env,
    [pathName]: [VENV_BIN, env[pathName]].filter(Boolean).join(path.delimiter),
    VIRTUAL_ENV: VENV,
    PYTHONNOUSERSITE: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    DENO_NO_UPDATE_CHECK: '1'
  };
}

/**
 * The same, with a Jupyter that keeps its settings, data and run-time files below `home` and sees no kernels but those
 * of `.venv` before any other.
 *
 * @param {string} home absolute path
 * @param {NodeJS.ProcessEnv} [base]
 * @returns {NodeJS.ProcessEnv}
 */
export function jupyterEnvironment(home, base = process.env) {
  return {
    ...venvEnvironment(base),
    JUPYTER_CONFIG_DIR: path.join(home, 'config'),
    JUPYTER_DATA_DIR: path.join(home, 'data'),
    JUPYTER_RUNTIME_DIR: path.join(home, 'runtime'),
    JUPYTER_PREFER_ENV_PATH: '1'
  };
}
