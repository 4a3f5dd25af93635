import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { venvEnvironment } from '../../scripts/lib/environment.mjs';
import { PYTHON } from '../../scripts/lib/paths.mjs';
import { bundleOf } from '../../src/bundle/bundle-of';
import { parseBundle } from '../../src/bundle/parse-bundle';
import { serializeBundle } from '../../src/bundle/serialize-bundle';
import { BUNDLE_MIME_TYPE } from '../../src/bundle/mime-type';
import type { TraceSearch } from '../../src/bundle/types';
import type { JupyterServer } from './jupyter-server';
import { writeSavedNotebook } from './saved-notebook';

/** Python with MLflow's client, which reads and writes what the page does; kept, as its import takes seconds. */
export class PythonClient {
  private readonly _process: ChildProcessWithoutNullStreams;

  private constructor(uri: string, token: string) {
    this._process = spawn(PYTHON, ['-c', LOOP], {
      env: {
        ...venvEnvironment(process.env),
        MLFLOW_TRACKING_URI: uri,
        MLFLOW_TRACKING_TOKEN: token,
        MLFLOW_ENABLE_ASYNC_TRACE_LOGGING: 'false'
      }
    });
  }

  /** A client of the MLflow that this Jupyter has started, once that answers. */
  static async of(server: JupyterServer): Promise<PythonClient> {
    const { port, token } = await readyMlflow(server);
    return new PythonClient(`http://127.0.0.1:${port}`, token);
  }

  /** Runs statements, with `client`, `mlflow` and `json` at hand; gives what `answer` is set to. */
  async run(code: string): Promise<unknown> {
    this._process.stdin.write(`${JSON.stringify(code)}\n`);
    let text = '';
    while (!text.includes('\n')) {
      const [part] = await once(this._process.stdout, 'data');
      text += String(part);
    }
    const { answer, error } = JSON.parse(text);
    if (error) throw new Error(error);
    return answer;
  }

  end(): void {
    this._process.stdin.end();
  }
}

const LOOP = `
import json, sys, traceback
import mlflow
client = mlflow.MlflowClient()
out, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    names = {"json": json, "mlflow": mlflow, "client": client, "answer": None}
    try:
        exec(json.loads(line), names)
        print(json.dumps({"answer": names["answer"]}), file=out, flush=True)
    except Exception:
        print(json.dumps({"error": traceback.format_exc()}), file=out, flush=True)
`;

/** The run folder of the server extension, in Jupyter's data folder. */
function runFolder({ notebooks }: JupyterServer): string | undefined {
  const runs = join(dirname(notebooks), 'data', 'spanbook', 'run');
  try {
    const [run] = readdirSync(runs);
    return run && join(runs, run);
  } catch {
    return undefined; // Jupyter has not come that far
  }
}

async function readyMlflow(
  server: JupyterServer
): Promise<{ port: number; token: string }> {
  for (let i = 0; i < 240; i++) {
    try {
      const folder = runFolder(server) ?? '';
      const { port } = recordIn(folder);
      const token = readFileSync(join(folder, 'token'), 'utf8').trim();
      const health = await fetch(`http://127.0.0.1:${port}/health`, {
        headers: { Authorization: `Bearer ${token}` }
      });
      if (health.ok) return { port, token };
    } catch {
      // not yet
    }
    await sleep(500);
  }
  throw new Error('MLflow did not start');
}

function recordIn(folder: string): { port: number; pid: number } {
  return JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8'));
}

/** Ends MLflow as a crash of its guardian would, and waits until it no longer answers. */
export async function endMlflow(server: JupyterServer): Promise<void> {
  const { port, pid } = recordIn(runFolder(server) ?? '');
  process.kill(pid, 'SIGTERM');
  for (let i = 0; i < 100; i++) {
    try {
      await fetch(`http://127.0.0.1:${port}/health`);
    } catch {
      return;
    }
    await sleep(200);
  }
  throw new Error('MLflow does not end');
}

/** What Python stored. */
export type Stored = {
  /** Its inputs are 3 MB, of which the notebook holds the head. */
  readonly cut: string;
  /** A trace of the second page of a search, of which the notebook holds the first. */
  readonly second: string;
};

const MAKE = `
import base64
from mlflow.tracing.attachments import Attachment
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
experiment = mlflow.set_experiment("live").experiment_id
with mlflow.start_span("answer") as root:
    root.set_inputs({"text": "word " * 600_000, "count": 9007199254740993, "end": "the end of it"})
    with mlflow.start_span("search") as span:
        chart = Attachment(content_type="image/png", content_bytes=base64.b64decode(PIXEL))
        span.set_outputs({"chart": chart})
cut = mlflow.get_last_active_trace_id()
found = mlflow.set_experiment("found").experiment_id
for i in range(4):
    with mlflow.start_span(f"question {i}") as span:
        span.set_inputs({"i": i})
order = ["timestamp_ms ASC"]
page = client.search_traces(locations=[found], max_results=2, order_by=order)
rest = client.search_traces(locations=[found], max_results=2, order_by=order, page_token=page.token)
answer = {
    "cut": cut,
    "second": rest[0].info.trace_id,
    "trace": client.get_trace(cut, display=False).to_json(),
    "page": [trace.to_json() for trace in page],
    "search": {"experimentIds": [found], "orderBy": order, "pageToken": page.token},
}
`;

/** Stores traces by Python and saves a notebook with two outputs: a trace that was cut, and a search. */
export async function writeLiveNotebook(
  { notebooks }: JupyterServer,
  python: PythonClient,
  name: string
): Promise<Stored> {
  // What the program above answers.
  const made = (await python.run(MAKE)) as Stored & {
    trace: string;
    page: string[];
    search: TraceSearch;
  };
  const cut = bundled([made.trace], { maxBytes: 100_000 });
  const found = bundled(made.page, { search: made.search });
  writeSavedNotebook(notebooks, name, { [BUNDLE_MIME_TYPE]: cut });
  const path = join(notebooks, name);
  const notebook = JSON.parse(readFileSync(path, 'utf8'));
  notebook.cells[0].outputs.push({
    output_type: 'display_data',
    data: { [BUNDLE_MIME_TYPE]: found },
    metadata: {}
  });
  writeFileSync(path, JSON.stringify(notebook));
  return made;
}

function bundled(
  texts: readonly string[],
  options: Parameters<typeof bundleOf>[1]
): unknown {
  const parsed = parseBundle(texts);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return serializeBundle(bundleOf(parsed.bundle.traces, options));
}
