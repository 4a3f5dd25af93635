import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { venvEnvironment } from './environment.mjs';
import { inRoot, LOGS, SETUP } from './paths.mjs';
import { start } from './processes.mjs';
import { makeSideEnvironment } from './side-environment.mjs';
import { stampAt } from './stamps.mjs';

const FOLDER = path.join(SETUP, 'postgres');
const PACKAGES = [
  'psycopg2-binary==2.9.13',
  'boto3>=1.44',
  'moto[server]>=5.2'
];

/** The Python that has drivers for PostgreSQL and S3 beside the packages of `.venv`. */
export const POSTGRES_PYTHON = path.join(FOLDER, 'bin', 'python');

/**
 * Installs what e2e/postgres/stack.py needs beside PostgreSQL itself.
 *
 * @param {ReturnType<typeof import('./progress.mjs').createProgress>} progress
 */
export async function bringPostgresPackages(progress) {
  const stamp = stampAt(path.join(FOLDER, '.spanbook-postgres'));
  const version = PACKAGES.join(' ');
  if (stamp.isFor(version)) return;
  await progress.step('drivers for PostgreSQL and S3 in .setup', async () => {
    await makeSideEnvironment(
      path.join(LOGS, 'postgres.log'),
      FOLDER,
      PACKAGES
    );
  });
  stamp.write(version);
}

/**
 * MLflow on PostgreSQL and an object store, each started for the caller.
 *
 * @typedef {object} Stack
 * @property {string} uri of MLflow
 * @property {string} database PostgreSQL's, with the password
 * @property {string} store of the object store
 */

/**
 * @param {number} [workers] of MLflow
 * @returns {Promise<Stack & { stop: () => Promise<void> }>} when MLflow answers
 */
export async function startStack(workers = 2) {
  const script = inRoot('e2e/postgres/stack.py');
  const child = start(POSTGRES_PYTHON, [script, String(workers)], {
    env: withoutTracking(venvEnvironment()),
    stdio: ['pipe', 'pipe', 'inherit']
  });
  const ended = once(child, 'close');
  if (!child.stdout) throw new Error('startStack: no output to read');
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([once(lines, 'line'), ended]);
  if (typeof line !== 'string')
    throw new Error('MLflow on PostgreSQL did not start');
  const stop = async () => {
    child.stdin?.end();
    await ended;
  };
  return { ...JSON.parse(line), stop };
}

/** @param {NodeJS.ProcessEnv} environment */
const withoutTracking = environment =>
  Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !/^(MLFLOW|AWS|SPANBOOK)_/.test(name)
    )
  );
