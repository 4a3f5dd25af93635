#!/usr/bin/env node
// Every linter, also after one has complained.
import { placesIn } from './lib/machine-paths.mjs';
import { inRoot, PYTHON, ROOT } from './lib/paths.mjs';
import { runChecks, tell } from './lib/run-checks.mjs';

const NODE = process.execPath;
const ESLINT = inRoot('node_modules/eslint/bin/eslint.js');
const PRETTIER = inRoot('node_modules/prettier/bin/prettier.cjs');

const areFine = await runChecks([
  ['eslint', NODE, ESLINT, '.'],
  ['prettier', NODE, PRETTIER, '--check', '--log-level=warn', '.'],
  ['ruff check', PYTHON, '-m', 'ruff', 'check', '--quiet', '.'],
  ['ruff format', PYTHON, '-m', 'ruff', 'format', '--check', '--quiet', '.']
]);

const places = placesIn(ROOT);
for (const place of places) process.stdout.write(`${place}\n`);
const isPortable = tell('no path or host of one machine', places.length === 0);

process.exitCode = areFine && isPortable ? 0 : 1;
