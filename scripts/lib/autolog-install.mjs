import fs from 'node:fs';
import path from 'node:path';

import { inRoot, LOGS, SETUP } from './paths.mjs';
import { runLogged } from './processes.mjs';
import { stampAt } from './stamps.mjs';

/** @typedef {import('./autolog-rows.mjs').Row} Row */
/** @typedef {import('./autolog-rows.mjs').Age} Age */

const QUIET = [
  '--legacy-peer-deps',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund'
];

/**
 * Installs a version of a library beside the built SDK, once: what is there already stays, unless `isNew`.
 *
 * @param {Pick<Row, 'name' | 'versions'>} row
 * @param {Age} age
 * @param {{ isNew?: boolean }} [options]
 * @returns {Promise<string>} the folder with its `node_modules`
 */
export async function install(row, age, { isNew = false } = {}) {
  const folder = path.join(SETUP, 'autolog-matrix', `${row.name}-${age}`);
  const dependencies = row.versions[age];
  const stamp = stampAt(path.join(folder, '.spanbook-version'));
  if (stamp.isFor(JSON.stringify(dependencies)) && !isNew) {
    return folder;
  }
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  fs.mkdirSync(LOGS, { recursive: true });
  const log = path.join(LOGS, `autolog-${row.name}-${age}.log`);
  await runLogged(log, 'npm', ['install', ...QUIET], { cwd: folder });
  const sdk = path.join(folder, 'node_modules/spanbook');
  fs.symlinkSync(inRoot('packages/sdk'), sdk, 'dir');
  stamp.write(JSON.stringify(dependencies));
  return folder;
}
