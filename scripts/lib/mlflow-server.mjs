import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { venvEnvironment } from './environment.mjs';
import { LOGS } from './paths.mjs';
import { freePort } from './ports.mjs';
import { failureOf, signalGroup, start } from './processes.mjs';

const START_SECONDS = 240;

/** @typedef {{ username: string, password: string }} Login */

/**
 * @typedef {object} Server
 * @property {string} uri
 * @property {string} version
 * @property {() => Promise<void>} stop
 */

/**
 * An MLflow server on a new database.
 *
 * @param {string} python one that has MLflow
 * @param {string} folder where its data may lie
 * @param {Login} [login] asked of everybody, by MLflow's own `basic-auth`
 * @returns {Promise<Server>}
 */
export async function startMlflow(python, folder, login) {
  const place = fs.mkdtempSync(path.join(folder, 'mlflow-'));
  const uri = `http://127.0.0.1:${await freePort()}`;
  const log = fs.openSync(path.join(LOGS, 'compatibility-mlflow.log'), 'w');
  const child = start(
    python,
    [
      ...['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--workers', '1'],
      ...['--port', new URL(uri).port],
      ...['--backend-store-uri', `sqlite:///${place}/mlflow.db`],
      ...['--artifacts-destination', path.join(place, 'artifacts')],
      ...(login ? ['--app-name', 'basic-auth'] : [])
    ],
    {
      cwd: place,
      stdio: ['ignore', log, log],
      env: {
        ...withoutTracking(),
        // Servers of version 2 start their worker by its name.
        PATH: `${path.dirname(python)}${path.delimiter}${process.env.PATH}`,
        MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
        MLFLOW_DISABLE_TELEMETRY: 'true',
        ...(login && loginEnvironment(place, login))
      }
    }
  );
  const stop = async () => {
    const ended = failureOf(child);
    signalGroup(child, 'SIGKILL');
    await ended;
  };
  const headers = login && { Authorization: authorization(login) };
  for (let i = 0; i < START_SECONDS && child.exitCode === null; i++) {
    const answer = await fetch(`${uri}/version`, {
      ...(headers && { headers })
    }).catch(() => undefined);
    if (answer?.ok) return { uri, version: await answer.text(), stop };
    await sleep(1_000);
  }
  await stop();
  throw new Error(`MLflow of ${python} did not start`);
}

/** The header by which a client logs in. @param {Login} login */
export const authorization = ({ username, password }) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** Our environment without what would steer MLflow or the SDK. */
export const withoutTracking = () =>
  Object.fromEntries(
    Object.entries(venvEnvironment()).filter(
      ([name]) => !/^(MLFLOW|SPANBOOK|OTEL)_/.test(name)
    )
  );

/** @param {string} place @param {Login} login */
function loginEnvironment(place, { username, password }) {
  const config = path.join(place, 'auth.ini');
  const lines = [
    '[mlflow]',
    'default_permission = NO_PERMISSIONS',
    `database_uri = sqlite:///${place}/auth.db`,
    `admin_username = ${username}`,
    `admin_password = ${password}`,
    'authorization_function = mlflow.server.auth:authenticate_request_basic_auth',
    'auth_cache_ttl_seconds = 300',
    ''
  ];
  fs.writeFileSync(config, lines.join('\n'), { mode: 0o600 });
  return {
    MLFLOW_AUTH_CONFIG_PATH: config,
    MLFLOW_FLASK_SERVER_SECRET_KEY: randomBytes(16).toString('hex')
  };
}
