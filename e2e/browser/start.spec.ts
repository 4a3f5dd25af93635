import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { ROOT } from '../../scripts/lib/paths.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import {
  descendantsOf,
  isStillAlive,
  type Process
} from '../../scripts/lib/process-table.mjs';

const TOKEN = 'e2e-token';
const pause = (ms: number) => new Promise(done => setTimeout(done, ms));

/** `npm start` as a server's script runs it, and what it has said so far. */
type Started = {
  readonly npm: ChildProcess;
  readonly port: number;
  said(): string;
};

let home = '';
/** What `npm start` has started. */
let family: Process[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'spanbook-start-'));
});
afterEach(() => {
  for (const { pid } of family.filter(isStillAlive)) process.kill(pid);
  family = [];
  rmSync(home, { recursive: true, force: true });
});

function npmStart(port: number): Started {
  const args = ['--no-browser', '--port', String(port), '--token', TOKEN];
  const npm = spawn('npm', ['start', '--', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SPANBOOK_JUPYTER_HOME: home },
    detached: true // a group of its own, as a terminal's foreground job has it
  });
  let text = '';
  const keep = (data: Buffer) => (text += data.toString());
  npm.stdout.on('data', keep);
  npm.stderr.on('data', keep);
  return { npm, port, said: () => text };
}

/** Waits until `isSo`; fails with what npm said. */
async function until(
  { said }: Started,
  what: string,
  isSo: () => boolean | Promise<boolean>,
  seconds = 90
): Promise<void> {
  for (const limit = Date.now() + seconds * 1000; Date.now() < limit;) {
    if (await isSo()) return;
    await pause(100);
  }
  throw new Error(`not after ${seconds} s: ${what}\n${said()}`);
}

async function ask(
  { port }: Started,
  path: string,
  body?: object
): Promise<Record<string, unknown>> {
  const response = await fetch(`http://127.0.0.1:${port}/${path}`, {
    headers: { Authorization: `token ${TOKEN}` },
    ...(body && { method: 'POST', body: JSON.stringify(body) })
  });
  const answer: unknown = await response.json();
  return { ...Object(answer) };
}

/** JupyterLab with a running kernel and a ready MLflow: everything that can be left behind. */
async function startAll(): Promise<Started> {
  const started = npmStart(await freePort());
  await until(started, 'the address', () =>
    started.said().includes(`127.0.0.1:${started.port}/lab/tree/`)
  );
  await ask(started, 'api/kernels', { name: 'deno' });
  await until(started, 'MLflow is ready', async () => {
    const { state } = await ask(started, 'spanbook/status');
    return state === 'ready';
  });
  return started;
}

describe('npm start', () => {
  it.each<[string, NodeJS.Signals, (npm: ChildProcess) => number]>([
    ['Ctrl+C goes to the whole job', 'SIGINT', npm => -(npm.pid ?? 0)],
    ['npm alone gets SIGTERM', 'SIGTERM', npm => npm.pid ?? 0],
    ['npm alone is killed', 'SIGKILL', npm => npm.pid ?? 0],
    ['the terminal goes away', 'SIGHUP', npm => scriptOf(npm)]
  ])('leaves no process behind when %s', async (_what, signal, target) => {
    const started = await startAll();
    family = descendantsOf(started.npm.pid ?? 0);
    expect(family.some(({ command }) => command.includes('deno'))).toBe(true);
    expect(family.some(({ command }) => command.includes('mlflow'))).toBe(true);
    process.kill(target(started.npm), signal);
    const isOver = () => !family.some(isStillAlive);
    await until(started, 'all processes are gone', isOver, 40);
  });

  it('says that the port is taken, before it does anything else', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const started = npmStart(port);
    const [code] = await once(started.npm, 'exit');
    holder.close();
    expect(code).toBe(1);
    expect(started.said()).toContain(`Port ${port} is taken`);
  });
});

/** The process that runs scripts/start.mjs, below npm. */
function scriptOf(npm: ChildProcess): number {
  const script = descendantsOf(npm.pid ?? 0).find(({ command }) =>
    /\bnode\b.*scripts\/start\.mjs/.test(command)
  );
  if (!script) throw new Error('npm does not run scripts/start.mjs');
  return script.pid;
}
