// Bundles the JupyterLab extension from lib/ into spanbook/labextension; prints only what failed.
// Usage: node scripts/build-lab.mjs [--production]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const venvBin = join(
  root,
  '.venv',
  process.platform === 'win32' ? 'Scripts' : 'bin'
);
const mode = process.argv.includes('--production')
  ? []
  : ['--development=True'];

// The builder calls other tools of its environment, so that folder comes first on PATH.
const path = existsSync(venvBin)
  ? [venvBin, process.env.PATH].join(delimiter)
  : process.env.PATH;
const { status, error, stdout, stderr } = spawnSync(
  'jupyter-builder',
  ['build', ...mode, '.'],
  { cwd: root, env: { ...process.env, PATH: path }, encoding: 'utf8' }
);

if (error) {
  console.error(
    `jupyter-builder cannot be started (${error.message}); "npm run setup" installs it.`
  );
  process.exit(1);
}
if (status !== 0) {
  console.error(stdout + stderr);
  process.exit(status ?? 1);
}
