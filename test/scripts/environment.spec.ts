import { delimiter, join } from 'node:path';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import {
  jupyterEnvironment,
  venvEnvironment
} from '../../scripts/lib/environment.mjs';
import { jupyterArguments } from '../../scripts/lib/jupyter.mjs';
import { registerKernels } from '../../scripts/lib/kernels.mjs';
import { VENV_BIN } from '../../scripts/lib/paths.mjs';
import { temporaryFolders } from './temporary-folder';

const temporaryFolder = temporaryFolders();

describe('the environment of a program in .venv', () => {
  it('puts its programs first on PATH and keeps the rest', () => {
    const env = venvEnvironment({ PATH: '/usr/bin', HOME: '/h' });
    expect(env['PATH']).toBe(`${VENV_BIN}${delimiter}/usr/bin`);
    expect(env['HOME']).toBe('/h');
  });

  it('drops what belongs to another Python or Jupyter', () => {
    const env = venvEnvironment({
      PYTHONPATH: '/elsewhere',
      JUPYTER_PATH: '/elsewhere',
      JUPYTER_TOKEN: 'secret',
      JUPYTERLAB_DIR: '/elsewhere',
      MLFLOW_TRACKING_URI: 'http://mlflow.example'
    });
    expect(JSON.stringify(env)).not.toMatch(/elsewhere|secret/);
    expect(env['MLFLOW_TRACKING_URI']).toBe('http://mlflow.example');
  });

  it("gives Jupyter folders of its own, away from the user's", () => {
    const env = jupyterEnvironment('/home/of/jupyter', {
      JUPYTER_CONFIG_DIR: '/elsewhere'
    });
    for (const name of ['CONFIG', 'DATA', 'RUNTIME'])
      expect(env[`JUPYTER_${name}_DIR`]).toMatch(/^\/home\/of\/jupyter/);
  });
});

describe('the arguments of JupyterLab', () => {
  it('allow root only to root and hold no token, which everybody could read', () => {
    expect(jupyterArguments(8888, '/n', true)).toContain('--allow-root');
    expect(jupyterArguments(8888, '/n', false)).not.toContain('--allow-root');
    expect(jupyterArguments(8888, '/n').join(' ')).not.toMatch(/token/i);
  });
});

describe('the kernels', () => {
  it('are written once, with absolute paths, and again when they differ', () => {
    const folder = temporaryFolder();
    expect(registerKernels(folder)).toEqual(['deno', 'tslab']);
    expect(registerKernels(folder)).toEqual([]);
    const file = join(folder, 'tslab', 'kernel.json');
    const { argv } = JSON.parse(readFileSync(file, 'utf8'));
    expect(argv[0]).toBe(process.execPath);
    expect(existsSync(argv[1])).toBe(true);
    mkdirSync(join(folder, 'deno'), { recursive: true });
    writeFileSync(join(folder, 'deno', 'kernel.json'), '{}');
    expect(registerKernels(folder)).toEqual(['deno']);
  });
});
