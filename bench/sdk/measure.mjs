// What the SDK costs the program that it traces, beside OpenTelemetry of the same version in the same run.
// Needs the built package (npm run build:sdk). Fails when a budget is missed.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isMet, median, tableOf } from '../figures.mjs';

const LOADS = 11;
const OPENTELEMETRY = [
  '@opentelemetry/sdk-trace-base',
  '@opentelemetry/exporter-trace-otlp-proto'
];

const pathOf = name => fileURLToPath(new URL(name, import.meta.url));

/** Without the user's own tracking server, and with room for all that a benchmark keeps waiting. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(MLFLOW|OTEL)_/.test(name))
);

/** Starts a program here; the first thing it sends. */
function start(name, { args = [], execArgv = [], env = {} } = {}) {
  const child = fork(pathOf(name), args, {
    execArgv,
    env: { ...environment, ...env }
  });
  const message = new Promise((resolve, reject) => {
    child.once('message', resolve).once('exit', code => {
      reject(new Error(`${name} ended with ${code} and said nothing`));
    });
  });
  return { child, message };
}

const run = (name, options) => start(name, options).message;

/** In turns, each in a fresh process. */
async function loading() {
  const loads = { ours: [], other: [] };
  for (let round = 0; round < LOADS; round++) {
    loads.ours.push(await run('load.mjs', { args: ['spanbook'] }));
    loads.other.push(await run('load.mjs', { args: OPENTELEMETRY }));
  }
  const figure = (name, unit, key) => ({
    ...{ name, unit, judged: 'ratio', budget: 1.5 },
    ours: median(loads.ours.map(load => load[key])),
    other: median(loads.other.map(load => load[key]))
  });
  return [
    figure('import', 'ms of CPU', 'ms'),
    figure('import, CommonJS modules loaded', 'count', 'modules')
  ];
}

const sink = start('sink.mjs');
try {
  const env = {
    MLFLOW_TRACKING_URI: `http://127.0.0.1:${await sink.message}`,
    MLFLOW_EXPERIMENT_ID: '0',
    MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE: '10000'
  };
  const figures = [
    ...(await run('cost.mjs', { env })),
    ...(await run('heap.mjs', { env, execArgv: ['--expose-gc'] })),
    ...(await loading())
  ];
  process.stdout.write(`${tableOf(figures)}\n`);
  process.exitCode = figures.every(isMet) ? 0 : 1;
} finally {
  sink.child.kill();
}
