#!/usr/bin/env node
// Removes what builds and tests made. `--all` also removes .venv and node_modules, so that the next command starts
// from nothing. The traces and settings of `npm start`, in .jupyter, are the user's and stay.
import fs from 'node:fs';

import { inRoot, SETUP, TEST_RESULTS, VENV } from './lib/paths.mjs';

const made = [
  SETUP,
  TEST_RESULTS,
  ...['lib', 'coverage', 'packages/sdk/dist', 'spanbook/labextension'].map(
    name => inRoot(name)
  )
];
const installed = [VENV, inRoot('node_modules')];
const doomed = process.argv.includes('--all') ? [...made, ...installed] : made;

for (const entry of doomed) fs.rmSync(entry, { recursive: true, force: true });
