// What it costs MLflow's server to store traces whose infos come before or after their spans: the requests of one trace of
// the SDK, repeated with other ids. Needs the built package (npm run build:sdk) and .venv.
// Usage: node bench/delivery/order.mjs [traces]
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { MlflowServer } from '../mlflow-server.mjs';

const TRACES = Number(process.argv[2] ?? 200);
const BATCH = 50;
const INFO = '/api/3.0/mlflow/traces';
const SPANS = '/v1/traces';

/** The bodies by path that the SDK sends for one trace of three spans. */
async function recorded() {
  const bodies = {};
  const server = createServer(async (request, response) => {
    bodies[request.url] = await buffer(request);
    response.setHeader('content-type', 'application/json');
    response.end(request.url === INFO ? bodies[INFO] : '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env.MLFLOW_TRACKING_URI = `http://127.0.0.1:${server.address().port}`;
  process.env.MLFLOW_EXPERIMENT_ID = '0';
  process.env.SPANBOOK_SPOOL = 'off';
  const { flushTraces, trace } = await import('spanbook');
  const step = trace(function step(number) {
    return { number };
  });
  trace(function root(number) {
    for (let i = 1; i < 3; i++) step(i);
    return { number };
  })(7);
  await flushTraces();
  server.close();
  return bodies;
}

const bodies = await recorded();
const info = bodies[INFO].toString();
// Every byte a character, so that ids can be replaced in protobuf.
const spans = gunzipSync(bodies[SPANS]).toString('latin1');
const id = JSON.parse(info).trace.trace_info.trace_id.slice('tr-'.length);
const idBytes = Buffer.from(id, 'hex').toString('latin1');

/** The same trace by another id. */
function another() {
  const bytes = randomBytes(16);
  const hex = bytes.toString('hex');
  const text = spans
    .replaceAll(idBytes, () => bytes.toString('latin1'))
    .replaceAll(id, hex);
  return {
    spans: Buffer.from(text, 'latin1'),
    info: experiment =>
      info
        .replaceAll(id, hex)
        .replace('"experiment_id":"0"', `"experiment_id":"${experiment}"`)
  };
}

const server = await MlflowServer.start();

async function post(path, body, headers) {
  const answer = await fetch(server.uri + path, {
    ...{ method: 'POST', body, headers }
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

const putSpans = (experiment, traces) =>
  post(SPANS, gzipSync(Buffer.concat(traces.map(trace => trace.spans))), {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'gzip',
    'x-mlflow-experiment-id': experiment
  });

async function putInfos(experiment, traces) {
  for (const trace of traces)
    await post(INFO, trace.info(experiment), {
      'content-type': 'application/json'
    });
}

const ORDERS = {
  'infos, then spans': [putInfos, putSpans],
  'spans, then infos': [putSpans, putInfos],
  'infos alone': [putInfos],
  'spans alone': [putSpans]
};

try {
  for (const [name, steps] of Object.entries(ORDERS)) {
    const experiment = await server.newExperiment(name);
    const cpu = server.cpuSeconds();
    const begun = performance.now();
    for (let done = 0; done < TRACES; done += BATCH) {
      const traces = Array.from({ length: BATCH }, another);
      for (const put of steps) await put(experiment, traces);
    }
    const perSecond = (TRACES / (performance.now() - begun)) * 1000;
    const milliseconds = ((server.cpuSeconds() - cpu) / TRACES) * 1000;
    process.stdout.write(
      `${name.padEnd(20)}${perSecond.toFixed(1).padStart(8)} traces/s${milliseconds.toFixed(1).padStart(8)} ms of the server's CPU a trace\n`
    );
  }
} finally {
  server.stop();
}
