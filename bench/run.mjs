#!/usr/bin/env node
// Runs the benchmarks: each folder here that has a measure.mjs is one. It prints its medians beside its budgets and
// fails when it misses one. Usage: npm run bench [-- name ...]
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const known = readdirSync(here).filter(name =>
  existsSync(`${here}${name}/measure.mjs`)
);
const names = process.argv.slice(2);
const unknown = names.filter(name => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(
    `Unknown: ${unknown.join(', ')}\nThere are: ${known.join(', ')}\n`
  );
  process.exit(2);
}

/** @param {string} name */
function run(name) {
  process.stdout.write(`\n──── ${name} ────\n`);
  const { status } = spawnSync(
    process.execPath,
    [`${here}${name}/measure.mjs`],
    { stdio: 'inherit' }
  );
  return status === 0;
}

// All of them, whatever the earlier ones gave.
const failed = (names.length === 0 ? known : names).filter(name => !run(name));
process.stdout.write(
  failed.length === 0
    ? '\nAll budgets are met.\n'
    : `\nBudgets missed: ${failed.join(', ')}\n`
);
process.exitCode = failed.length === 0 ? 0 : 1;
