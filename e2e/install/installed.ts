import { randomBytes } from 'node:crypto';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { installedEnvironment } from '../../scripts/lib/installation.mjs';
import { jupyterArguments, prepareHome } from '../../scripts/lib/jupyter.mjs';
import { TEST_RESULTS } from '../../scripts/lib/paths.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import { endAll, start } from '../../scripts/lib/processes.mjs';

/** The JupyterLab of an installation that scripts/lib/installation.mjs made. */
export type Installed = {
  readonly origin: string;
  pageOf(notebook: string): string;
  /** An answer of Jupyter's or MLflow's, asked with the token. */
  ask(path: string, body?: object): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
};

/** Starts it and waits until it answers. Its log is a test artefact. */
export async function startInstalled(folder: string): Promise<Installed> {
  prepareHome(join(folder, 'jupyter'));
  const token = randomBytes(16).toString('hex');
  const port = await freePort();
  const logs = join(TEST_RESULTS, 'logs');
  mkdirSync(logs, { recursive: true });
  const log = openSync(join(logs, 'jupyter-installed.log'), 'w');
  const notebooks = join(folder, 'notebooks');
  const child = start(
    join(folder, 'venv', 'bin', 'python'),
    [
      ...jupyterArguments(port, notebooks),
      '--no-browser',
      '--LabApp.expose_app_in_browser=True'
    ],
    {
      cwd: notebooks,
      stdio: ['ignore', log, log],
      env: { ...installedEnvironment(folder), JUPYTER_TOKEN: token }
    }
  );
  const origin = `http://127.0.0.1:${port}`;
  const headers = { Authorization: `token ${token}` };
  const ask: Installed['ask'] = async (path, body) => {
    const answer = await fetch(`${origin}/${path}`, {
      headers: { ...headers, 'Content-Type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) })
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };
  for (let i = 0; i < START_TRIES && child.exitCode === null; i++) {
    if (await ask('api/status').catch(() => false)) {
      const pageOf = (notebook: string) =>
        `${origin}/lab/tree/${notebook}?reset&token=${token}`;
      return { origin, pageOf, ask, stop: () => endAll() };
    }
    await sleep(500);
  }
  await endAll();
  throw new Error('JupyterLab did not start; see test-results/logs');
}
const START_TRIES = 240;

/** Writes a notebook with these cells. */
export function writeNotebook(
  file: string,
  kernel: string,
  cells: readonly string[]
): void {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: kernel, display_name: kernel } },
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      source,
      metadata: {},
      outputs: [],
      execution_count: null
    }))
  };
  writeFileSync(file, JSON.stringify(notebook));
}
