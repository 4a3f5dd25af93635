#!/usr/bin/env node
// The npm package as it would be published: built, packed, looked at by publint and attw; and its API as it was agreed on:
// a change of packages/sdk/api/spanbook.api.md is part of the change that makes it (npm run api:update writes it).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { inRoot } from './lib/paths.mjs';
import { runChecks, tell } from './lib/run-checks.mjs';

const NODE = process.execPath;
const PUBLINT = inRoot('node_modules/publint/src/cli.js');
const ATTW = inRoot('node_modules/@arethetypeswrong/cli/dist/index.js');
const EXTRACTOR = inRoot(
  'node_modules/@microsoft/api-extractor/bin/api-extractor'
);
const PACKAGE = inRoot('packages/sdk');
const API_CONFIG = path.join(PACKAGE, 'api-extractor.json');

/** What users see beside the code. */
const REQUIRED = ['package.json', 'README.md', 'LICENSE', 'dist/index.d.ts'];

/**
 * @param {string} folder where the archive is put
 * @returns {{ archive: string, files: readonly string[] }}
 */
function pack(folder) {
  const args = ['pack', '--json', '--pack-destination', folder];
  const { stdout } = spawnSync('npm', args, {
    cwd: PACKAGE,
    encoding: 'utf8',
    shell: process.platform === 'win32'
  });
  const [{ filename, files }] = JSON.parse(stdout);
  return {
    archive: path.join(folder, filename),
    files: files.map((/** @type {{ path: string }} */ file) => file.path)
  };
}

/** @param {string} folder @returns {Promise<boolean>} */
async function checkArchive(folder) {
  const { archive, files } = pack(folder);
  const missing = REQUIRED.filter(file => !files.includes(file));
  const isWhole = tell(
    missing.length === 0
      ? `packed: ${files.length} files`
      : `packed, without ${missing.join(', ')}`,
    missing.length === 0
  );
  const isFine = await runChecks([
    ['publint', NODE, PUBLINT, archive, '--strict'],
    ['attw', NODE, ATTW, archive, '--profile', 'strict', '--format', 'ascii']
  ]);
  return isWhole && isFine;
}

/** @returns {Promise<boolean>} */
function checkApi() {
  const name = 'API report (npm run api:update brings it up to date)';
  return runChecks([[name, NODE, EXTRACTOR, 'run', '--config', API_CONFIG]]);
}

const isBuilt = await runChecks([
  ['build', NODE, inRoot('scripts/build-sdk.mjs')]
]);
if (!isBuilt) process.exit(1);

const folder = mkdtempSync(path.join(tmpdir(), 'spanbook-pack-'));
try {
  const areFine = await Promise.all([checkArchive(folder), checkApi()]);
  process.exitCode = areFine.every(Boolean) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
