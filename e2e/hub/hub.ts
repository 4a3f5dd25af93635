import { randomBytes } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync
} from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { venvEnvironment } from '../../scripts/lib/environment.mjs';
import { inRoot, SETUP, TEST_RESULTS, VENV } from '../../scripts/lib/paths.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import { endAll, start } from '../../scripts/lib/processes.mjs';

const HUB = join(SETUP, 'hub');
const NOTEBOOK = 'quickstart-deno.ipynb';

/** A running JupyterHub. */
export type Hub = {
  /** Scheme, host and port of its proxy: all that a browser may know. */
  readonly origin: string;
  readonly password: string;
  /** The notebook that lies in each user's folder. */
  readonly notebook: string;
  /** Of a user's server, ending in a slash. */
  baseOf(user: string): string;
  /** Where a user asks for their server and then sees the notebook. */
  startOf(user: string): string;
  stop(): Promise<void>;
};

/** Starts a real JupyterHub with TLS and a base URL, and folders for these users; waits until it answers. */
export async function startHub(users: readonly string[]): Promise<Hub> {
  const home = mkdtempSync(join(tmpdir(), 'spanbook-hub-'));
  users.forEach(user => prepareFolder(join(home, 'users', user)));
  const [port, api, proxy] = [
    await freePort(),
    await freePort(),
    await freePort()
  ];
  const password = randomBytes(12).toString('hex');
  mkdirSync(join(TEST_RESULTS, 'logs'), { recursive: true });
  const log = openSync(join(TEST_RESULTS, 'logs/jupyterhub.log'), 'w');
  const bin = join(HUB, 'bin');
  const child = start(
    join(bin, 'jupyterhub'),
    ['--config', inRoot('e2e/hub/jupyterhub_config.py')],
    {
      cwd: home,
      stdio: ['ignore', log, log],
      env: {
        ...venvEnvironment(),
        SPANBOOK_HUB_HOME: home,
        SPANBOOK_VENV: VENV,
        SPANBOOK_HUB_PORT: String(port),
        SPANBOOK_HUB_API_PORT: String(api),
        SPANBOOK_PROXY_API_PORT: String(proxy),
        SPANBOOK_HUB_CERTIFICATE: inRoot('test/fixtures/tls/server.pem'),
        SPANBOOK_HUB_PASSWORD: password,
        SPANBOOK_PROXY: join(HUB, 'node_modules/.bin/configurable-http-proxy'),
        SPANBOOK_SINGLEUSER: join(bin, 'jupyterhub-singleuser')
      }
    }
  );
  const origin = `https://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    await endAll();
    rmSync(home, { recursive: true, force: true });
  };
  for (let i = 0; i < 120; i++) {
    if (await answers(`${origin}/hub-base/hub/login`)) {
      return {
        origin,
        password,
        notebook: NOTEBOOK,
        baseOf: user => `${origin}/hub-base/user/${user}/`,
        startOf: user =>
          `${origin}/hub-base/hub/spawn/${user}?next=${encodeURIComponent(`/hub-base/user/${user}/lab/tree/${NOTEBOOK}`)}`,
        stop
      };
    }
    if (child.exitCode !== null) break;
    await sleep(500);
  }
  await stop();
  throw new Error('JupyterHub did not start; see test-results/logs');
}

function prepareFolder(folder: string): void {
  cpSync(inRoot('examples'), folder, {
    recursive: true,
    filter: source => !source.includes('.ipynb_checkpoints')
  });
  symlinkSync(inRoot('node_modules'), join(folder, 'node_modules'), 'junction');
}

function answers(address: string): Promise<boolean> {
  return new Promise(resolve => {
    get(address, { rejectUnauthorized: false }, response => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}
