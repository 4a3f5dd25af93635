import { randomBytes } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { jupyterEnvironment } from '../../scripts/lib/environment.mjs';
import { jupyterArguments, prepareHome } from '../../scripts/lib/jupyter.mjs';
import { inRoot, PYTHON, TEST_RESULTS } from '../../scripts/lib/paths.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import { endTree, start } from '../../scripts/lib/processes.mjs';

/** A base URL as JupyterHub gives one: nothing of ours may count on standing at the root. */
const BASE_URL = '/user/bob/';

/** A JupyterLab with folders of its own. */
export type JupyterServer = {
  /** Scheme, host and port; every request of the browser must go there. */
  readonly origin: string;
  /** Where its notebooks lie, filled with a copy of `examples/`. */
  readonly notebooks: string;
  /** The address of a notebook, with the token in it, in a JupyterLab without the tabs of the test before. */
  pageOf(notebook: string): string;
  /** The same in Notebook 7, which the same server serves. */
  notebookPageOf(notebook: string): string;
  /** The page of Notebook 7 for a file that is no notebook. */
  filePageOf(file: string): string;
  /** Ends it with its kernels and its MLflow server, and removes its folders. */
  stop(): Promise<void>;
};

/** In what a server differs from the one that most tests use. */
export type ServerOptions = {
  readonly baseUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What its administrator wrote into `overrides.json`. */
  readonly overrides?: Readonly<Record<string, unknown>>;
};

/** For tests that only read: no MLflow is started, which would take as long as all of JupyterLab. */
export const WITHOUT_TRACKING: ServerOptions = {
  env: { MLFLOW_TRACKING_URI: 'http://127.0.0.1:9' }
};

/** Starts a real JupyterLab on a copy of the examples and waits until it answers. Its log is a test artefact. */
export async function startJupyter(
  name: string,
  { baseUrl = BASE_URL, env = {}, overrides = {} }: ServerOptions = {}
): Promise<JupyterServer> {
  const home = mkdtempSync(join(tmpdir(), 'spanbook-e2e-'));
  const notebooks = copyOfExamples(home);
  prepareHome(home);
  const settings = join(home, 'settings');
  mkdirSync(settings);
  writeFileSync(join(settings, 'overrides.json'), JSON.stringify(overrides));
  const token = randomBytes(16).toString('hex');
  const origin = `http://127.0.0.1:${await freePort()}`;
  const log = openSync(logOf(name), 'w');
  const child = start(
    PYTHON,
    argumentsFor({ origin, notebooks, baseUrl, settings }),
    {
      cwd: notebooks,
      stdio: ['ignore', log, log],
      env: {
        ...jupyterEnvironment(home, withoutTracking(process.env)),
        XDG_STATE_HOME: join(home, 'state'),
        ...env,
        JUPYTER_TOKEN: token
      }
    }
  );
  const server = {
    origin,
    notebooks,
    pageOf: (notebook: string) =>
      `${origin}${baseUrl}lab/tree/${notebook}?reset&token=${token}`,
    notebookPageOf: (notebook: string) =>
      `${origin}${baseUrl}notebooks/${notebook}?token=${token}`,
    filePageOf: (file: string) =>
      `${origin}${baseUrl}edit/${file}?token=${token}`,
    stop: async () => {
      await endTree(child);
      rmSync(home, { recursive: true, force: true });
    }
  };
  for (let i = 0; i < START_TRIES; i++) {
    if (await isUp(`${origin}${baseUrl}api/status?token=${token}`))
      return server;
    if (child.exitCode !== null) break;
    await sleep(500);
  }
  await server.stop();
  throw new Error(`JupyterLab did not start; see ${logOf(name)}`);
}
const START_TRIES = 180;

function logOf(name: string): string {
  const folder = join(TEST_RESULTS, 'logs');
  mkdirSync(folder, { recursive: true });
  return join(folder, `jupyter-${name}.log`);
}

/** Node and Deno look for `spanbook` in node_modules from the notebook's folder upwards, hence the link. */
function copyOfExamples(home: string): string {
  const notebooks = join(home, 'notebooks');
  cpSync(inRoot('examples'), notebooks, {
    recursive: true,
    filter: source => !source.includes('.ipynb_checkpoints')
  });
  symlinkSync(
    inRoot('node_modules'),
    join(notebooks, 'node_modules'),
    'junction'
  );
  return notebooks;
}

function argumentsFor({
  origin,
  notebooks,
  baseUrl,
  settings
}: Record<'origin' | 'notebooks' | 'baseUrl' | 'settings', string>): string[] {
  return [
    ...jupyterArguments(Number(new URL(origin).port), notebooks),
    '--no-browser',
    `--ServerApp.base_url=${baseUrl}`,
    `--LabApp.app_settings_dir=${settings}`,
    // For waiting and for reading what a cell holds; what a user does, the tests do by mouse and keyboard.
    '--LabApp.expose_app_in_browser=True',
    '--JupyterNotebookApp.expose_app_in_browser=True'
  ];
}

function withoutTracking(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, MLFLOW_TRACKING_URI: undefined };
}

async function isUp(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}
