// What many traces cost: those that one process makes, and those that a server holds. Needs the built package (npm run
// build:sdk) and .venv. Fails when a budget is missed.
// Usage: node bench/scale/measure.mjs [--full], which goes to 100,000 traces in place of 10,000, and takes some minutes.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PYTHON } from '../../scripts/lib/paths.mjs';
import { isMet, median, tableOf } from '../figures.mjs';
import { cleanEnvironment, MlflowServer } from '../mlflow-server.mjs';

const { values } = parseArgs({ options: { full: { type: 'boolean' } } });
const TRACES = values.full ? 100_000 : 10_000;
const RUNS = values.full ? 1 : 3;
/** MiB that the heap may differ by: code compiled late, and the noise of a sample. */
const NOISE = 2;

const pathOf = name => fileURLToPath(new URL(name, import.meta.url));
const mib = bytes => bytes / 2 ** 20;

/** Starts a program of this repository; the first thing that it sends. */
async function run(name, args, env) {
  const child = fork(pathOf(name), args, {
    execArgv: ['--expose-gc'],
    env: { ...cleanEnvironment, SPANBOOK_SPOOL: 'off', ...env }
  });
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${name} ended with ${code} and said nothing`);
    })
  ]);
  return message;
}

/** Medians over the runs, by the number of traces made. */
async function recording() {
  const sink = fork(pathOf('../sdk/sink.mjs'));
  try {
    const [port] = await once(sink, 'message');
    const env = {
      MLFLOW_TRACKING_URI: `http://127.0.0.1:${port}`,
      MLFLOW_EXPERIMENT_ID: '0'
    };
    const runs = [];
    for (let i = 0; i < RUNS; i++)
      runs.push((await run('record.mjs', [String(TRACES)], env)).measured);
    return runs[0].map(({ made }, at) => ({
      made,
      cost: median(runs.map(measured => measured[at].cost)),
      heap: median(runs.map(measured => measured[at].heap))
    }));
  } finally {
    sink.kill();
  }
}

async function searching() {
  const server = await MlflowServer.start();
  try {
    const experimentId = await server.newExperiment('scale');
    execFileSync(PYTHON, [
      ...[pathOf('store.py'), server.database],
      ...[experimentId, String(TRACES)]
    ]);
    return await run('search.mjs', [String(TRACES)], {
      MLFLOW_TRACKING_URI: server.uri,
      MLFLOW_EXPERIMENT_ID: experimentId
    });
  } finally {
    server.stop();
  }
}

const recorded = await recording();
for (const { made, cost, heap } of recorded)
  process.stdout.write(
    `the 1,000 traces up to ${String(made).padStart(7)}: ${cost.toFixed(0).padStart(4)} µs of CPU each, heap ${mib(heap).toFixed(1)} MiB\n`
  );
const { found, heaps, times } = await searching();
process.stdout.write(
  `searchTraces: ${found} traces, a page of 100 in ${times[0].toFixed(0)} ms at the start and ${times.at(-1).toFixed(0)} ms at the end\n\n`
);

const [first, last] = [recorded[0], recorded[recorded.length - 1]];
const figures = [
  {
    ...{ name: 'cost of a trace: last against first', unit: 'µs of CPU' },
    ...{ ours: last.cost, other: first.cost, judged: 'ratio', budget: 1.2 }
  },
  {
    ...{ name: 'heap: last against first', unit: 'MiB', judged: 'difference' },
    ...{ ours: mib(last.heap), other: mib(first.heap), budget: NOISE }
  },
  {
    ...{ name: 'heap of a search: last against first tenth', unit: 'MiB' },
    ...{ ours: mib(heaps.at(-1)), other: mib(heaps[0]) },
    ...{ judged: 'difference', budget: NOISE }
  },
  {
    ...{ name: 'traces that the search missed', unit: 'traces' },
    ...{ ours: TRACES - found, other: NaN, judged: 'value', budget: 0 }
  }
];
process.stdout.write(`${tableOf(figures)}\n`);
process.exitCode = figures.every(isMet) ? 0 : 1;
