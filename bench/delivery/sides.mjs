// The five programs that are compared, each in a process of its own, which does one thing at a time when it is told to.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PYTHON } from '../../scripts/lib/paths.mjs';
import { cleanEnvironment } from '../mlflow-server.mjs';

const pathOf = name => fileURLToPath(new URL(name, import.meta.url));
const node = name => [process.execPath, '--expose-gc', pathOf(name)];
const python = [PYTHON, pathOf('python.py')];
const isAsync = is => ({ MLFLOW_ENABLE_ASYNC_TRACE_LOGGING: String(is) });

/** Name, command and environment of each. */
export const SIDES = [
  { name: 'ours, async', command: node('ours.mjs'), env: isAsync(true) },
  { name: 'ours, sync', command: node('ours.mjs'), env: isAsync(false) },
  { name: 'OpenTelemetry', command: node('otel.mjs'), env: {} },
  { name: 'Python, async', command: python, env: isAsync(true) },
  { name: 'Python, sync', command: python, env: isAsync(false) }
];

/** A running program of a side. */
export class Program {
  constructor({ name, command: [file, ...args], env }, target) {
    this.name = name;
    this.isSync = name.endsWith('sync') && !name.endsWith('async');
    this.experimentId = target.experimentId;
    this._process = spawn(file, args, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {
        ...cleanEnvironment,
        ...env,
        MLFLOW_TRACKING_URI: target.uri,
        MLFLOW_EXPERIMENT_ID: target.experimentId,
        SPANBOOK_SPOOL_DIR: path.join(target.folder, `spool of ${name}`)
      }
    });
    this._lines = createInterface({ input: this._process.stdout });
  }

  /** Its answer. */
  async tell(what, values = {}) {
    const answered = new Promise((resolve, reject) => {
      this._process.once('exit', reject);
      // Libraries print too.
      const listen = line => {
        if (!line.startsWith('{"answer"')) return;
        this._lines.off('line', listen);
        this._process.off('exit', reject);
        resolve(JSON.parse(line).answer);
      };
      this._lines.on('line', listen);
    });
    this._process.stdin.write(`${JSON.stringify({ do: what, ...values })}\n`);
    return answered;
  }

  async end() {
    if (this._process.exitCode !== null) return;
    this._process.kill('SIGKILL');
    await once(this._process, 'exit');
  }
}

/** Starts a program of each side, each for an experiment of its own; `uri` is where they send to. */
export async function startAll(server, uri = server.uri, sides = SIDES) {
  const programs = [];
  for (const side of sides) {
    const experimentId = await server.newExperiment(side.name);
    programs.push(
      new Program(side, { uri, experimentId, folder: server.folder })
    );
  }
  return programs;
}

/** Lets each have loaded what it needs and have found its server. */
export async function warmUp(programs) {
  for (const program of programs) {
    await program.tell('call', { spans: 1, traces: 1 });
    await program.tell('flush', { seconds: 60 });
  }
}
