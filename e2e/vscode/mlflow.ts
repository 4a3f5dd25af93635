import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { venvEnvironment } from '../../scripts/lib/environment.mjs';
import { PYTHON } from '../../scripts/lib/paths.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import type { TraceRecord } from '../../src/bundle';
import { trackingServer } from '../../src/tracking/server';
import { english } from '../../src/tracking/words';
import type { TraceServer } from '../../src/view/host';

/** As long as MLflow may take to start on a busy machine. */
const START_SECONDS = 180;

/** A real MLflow server of the tests' own, without a login. */
export class Mlflow {
  /** Asks as the view does, without VS Code between. */
  readonly server: TraceServer;

  private constructor(
    readonly address: string,
    private readonly _process: ChildProcess,
    private readonly _folder: string
  ) {
    const words = {
      page: 'page',
      refused: 'refused',
      noWay: 'no way',
      noAnswer: 'no answer'
    };
    const send = (path: string, init: RequestInit): Promise<Response> =>
      fetch(`${address}${path}`, init);
    this.server = trackingServer({ send, words, trans: english }, () =>
      Promise.resolve('test')
    );
  }

  static async start(): Promise<Mlflow> {
    const folder = mkdtempSync(join(tmpdir(), 'spanbook-vscode-'));
    const port = await freePort();
    const child = spawn(
      PYTHON,
      [
        ...['-m', 'mlflow', 'server', '--host', '127.0.0.1'],
        ...['--port', String(port), '--workers', '1'],
        ...['--backend-store-uri', `sqlite:///${folder}/mlflow.db`],
        ...['--artifacts-destination', join(folder, 'artifacts')]
      ],
      {
        env: {
          ...venvEnvironment(process.env),
          MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
          MLFLOW_DISABLE_TELEMETRY: 'true'
        },
        detached: true, // a group, as its workers outlive it otherwise
        stdio: 'ignore'
      }
    );
    const mlflow = new Mlflow(`http://127.0.0.1:${port}/`, child, folder);
    await mlflow._ready();
    return mlflow;
  }

  /** Stores a trace whose answer is long, and gives it as it is stored then. */
  async storeTrace(answer: unknown): Promise<TraceRecord> {
    const [id, root] = [randomBytes(16), randomBytes(8)].map(bytes =>
      bytes.toString('hex')
    );
    const start = BigInt(Date.now()) * 1_000_000n;
    const info = {
      trace_id: `tr-${id}`,
      state: 'OK',
      request_time: new Date().toISOString(),
      execution_duration: '0.250s',
      trace_location: {
        type: 'MLFLOW_EXPERIMENT',
        mlflow_experiment: { experiment_id: '0' }
      },
      tags: { 'mlflow.traceName': 'answer' }
    };
    await this._post('api/3.0/mlflow/traces', { trace: { trace_info: info } });
    const text = (key: string, value: string) => ({
      key,
      value: { stringValue: value }
    });
    const span = {
      ...{ traceId: id, spanId: root, name: 'answer', status: { code: 1 } },
      startTimeUnixNano: String(start),
      endTimeUnixNano: String(start + 250_000_000n),
      attributes: [
        text('mlflow.spanType', 'CHAIN'),
        text('mlflow.spanInputs', '{"question":"What is a span?"}'),
        text('mlflow.spanOutputs', JSON.stringify(answer))
      ]
    };
    await this._post(
      'v1/traces',
      { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] },
      { 'x-mlflow-experiment-id': '0' }
    );
    return this.server.getTrace(`tr-${id}`);
  }

  end(): void {
    if (this._process.pid !== undefined)
      process.kill(-this._process.pid, 'SIGKILL');
    rmSync(this._folder, { recursive: true, force: true });
  }

  private async _ready(): Promise<void> {
    for (let second = 0; second < START_SECONDS; second++) {
      const health = await fetch(`${this.address}health`).catch(
        () => undefined
      );
      if (health?.ok) return;
      await sleep(1000);
    }
    throw new Error('MLflow did not start');
  }

  private async _post(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {}
  ): Promise<void> {
    const response = await fetch(`${this.address}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body)
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  }
}
