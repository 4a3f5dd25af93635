// A real MLflow server for benchmarks, on a new database.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PYTHON } from '../scripts/lib/paths.mjs';
import { freePort } from '../scripts/lib/ports.mjs';

/** Seconds: a new database takes ten of them on an idle machine. */
const START_SECONDS = 120;

/** Ticks of a second in /proc: Linux has never told programs another figure. */
const TICKS = 100;

/** The user's own variables would steer what is measured. */
export const cleanEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(MLFLOW|OTEL|SPANBOOK)_/.test(name)
  )
);

/** `mlflow server` on SQLite with one worker, as our server extension starts it; without the gate. */
export class MlflowServer {
  /** Resolves when it answers. */
  static async start() {
    const server = new MlflowServer(await freePort());
    // Ctrl+C and a timeout leave no server behind.
    process.once('exit', () => server.stop());
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once(signal, () => process.exit(1));
    await server._untilUp();
    return server;
  }

  constructor(port) {
    this.folder = mkdtempSync(path.join(tmpdir(), 'spanbook-bench-'));
    this.database = path.join(this.folder, 'mlflow.db');
    this.uri = `http://127.0.0.1:${port}`;
    const args = [
      ...['-m', 'mlflow', 'server', '--host=127.0.0.1', `--port=${port}`],
      ...['--workers=1', `--backend-store-uri=sqlite:///${this.database}`],
      `--artifacts-destination=${path.join(this.folder, 'artifacts')}`
    ];
    this._isStopped = false;
    this._process = spawn(PYTHON, args, {
      // A group of its own: the worker is a child, and goes with it.
      ...{ detached: true, stdio: 'ignore' },
      env: {
        ...cleanEnvironment,
        MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
        MLFLOW_DISABLE_TELEMETRY: 'true'
      }
    });
  }

  /** The answer of MLflow's REST API to a request with that body. */
  async ask(name, body) {
    const answer = await fetch(`${this.uri}/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body)
    });
    if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
    return answer.json();
  }

  /** The id of a new experiment. */
  async newExperiment(name) {
    const { experiment_id } = await this.ask('2.0/mlflow/experiments/create', {
      name: `${name} ${Date.now()}`
    });
    return experiment_id;
  }

  /** Ids of the traces of an experiment that have ended. */
  async storedTraces(experimentId) {
    const ids = new Set();
    let token;
    do {
      const page = await this.ask('3.0/mlflow/traces/search', {
        locations: [
          {
            type: 'MLFLOW_EXPERIMENT',
            mlflow_experiment: { experiment_id: experimentId }
          }
        ],
        filter: "status = 'OK'",
        max_results: 500,
        page_token: token
      });
      for (const { trace_id } of page.traces ?? []) ids.add(trace_id);
      token = page.next_page_token;
    } while (token);
    return ids;
  }

  /** Seconds of CPU that its processes used so far; NaN where there is no /proc. */
  cpuSeconds() {
    let ticks = 0;
    try {
      for (const entry of readdirSync('/proc').filter(name => /^\d/.test(name)))
        ticks += ticksOf(entry, this._process.pid);
    } catch {
      return NaN;
    }
    return ticks / TICKS;
  }

  stop() {
    if (this._isStopped) return;
    this._isStopped = true;
    process.kill(-this._process.pid, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async _untilUp() {
    for (const end = Date.now() + START_SECONDS * 1000; Date.now() < end;) {
      const answer = await fetch(`${this.uri}/health`).catch(() => undefined);
      if (answer?.ok) return;
      await sleep(100);
    }
    this.stop();
    throw new Error('the MLflow server does not start');
  }
}

/** User and system time of a process, when it is of that group; see proc(5). */
function ticksOf(pid, group) {
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return 0; // It has ended meanwhile.
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[2]) === group
    ? Number(fields[11]) + Number(fields[12])
    : 0;
}
