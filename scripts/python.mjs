#!/usr/bin/env node
// Runs .venv's Python with the arguments: `node scripts/python.mjs -m pytest`.
import { spawnSync } from 'node:child_process';

import { venvEnvironment } from './lib/environment.mjs';
import { PYTHON } from './lib/paths.mjs';

const { status, error } = spawnSync(PYTHON, process.argv.slice(2), {
  stdio: 'inherit',
  env: venvEnvironment()
});
if (error) {
  process.stderr.write(`${PYTHON} does not run; "npm run setup" makes it.\n`);
}
process.exitCode = status ?? 1;
