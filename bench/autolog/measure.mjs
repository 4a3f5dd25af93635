// What auto tracing adds to a call of each library and to a chunk of a stream: the same client on the same fake server,
// traced and not, in turns. Needs the built package (npm run build:sdk). Fails when a budget is missed.
//   npm run bench autolog; SPANBOOK_BENCH_LIBRARY=<name of mlflow.<name>> for one alone
import { fork } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import * as mlflow from 'spanbook';
import { startFakeMcp } from '../../test/fake-llm/mcp.mjs';
import { isMet, median, tableOf } from '../figures.mjs';
import { librariesAt } from './libraries.mjs';

const WORDS = 1000;
/** Before these, code is compiled and connections are opened. */
const WARM_UP_ROUNDS = 3;
const ROUNDS = 12;
/** Runs of the same kind after each other: tracing is turned on and off between rounds, as rarely as in a notebook. */
const CALLS = 20;
const STREAMS = 2;

const pathOf = name => fileURLToPath(new URL(name, import.meta.url));
const server = fork(pathOf('../../test/fake-llm/main.mjs'), {
  stdio: ['ignore', 'pipe', 'inherit', 'ipc']
});
const url = await new Promise(resolve => {
  server.stdout.once('data', text => resolve(String(text).trim()));
});
const sink = fork(pathOf('../sdk/sink.mjs'));
const port = await new Promise(resolve => sink.once('message', resolve));
const mcp = await startFakeMcp();
// Nothing of the user's own, and nothing of this on the user's disk.
Object.assign(process.env, {
  MLFLOW_TRACKING_URI: `http://127.0.0.1:${port}`,
  MLFLOW_EXPERIMENT_ID: '0',
  // Traces are sent between the rounds: bench/sdk measures what that takes.
  MLFLOW_ASYNC_TRACE_LOGGING_MAX_INTERVAL_MILLIS: '3600000',
  SPANBOOK_SPOOL: 'off'
});

/** Milliseconds of the CPU that this process used so far: the wall clock of a shared machine says little. */
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds of CPU of each of some runs. */
async function timesOf(work, runs) {
  const times = [];
  for (let run = 0; run < runs; run++) {
    const start = cpu();
    await work();
    times.push(cpu() - start);
  }
  await mlflow.flushTraces();
  return times;
}

/** The medians of all runs, traced and not in turns. */
async function compare({ name, subject }, work, runs) {
  const times = { traced: [], plain: [] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const kind of ['traced', 'plain']) {
      await mlflow[name].autolog(subject, {
        ...{ disable: kind === 'plain', silent: true }
      });
      const taken = await timesOf(work, runs);
      if (round >= 0) {
        times[kind].push(...taken);
      }
    }
  }
  return { traced: median(times.traced), plain: median(times.plain) };
}

async function countOf(stream) {
  let count = 0;
  for await (const chunk of await stream()) {
    count += chunk === undefined ? 0 : 1;
  }
  return count;
}

const figures = [];
const long = Array.from({ length: WORDS }, (_, index) => `word${index}`);
const only = process.env.SPANBOOK_BENCH_LIBRARY;
for (const library of await librariesAt(url, mcp.url, long.join(' '))) {
  if (only !== undefined && library.name !== only) {
    continue;
  }
  const calls = await compare(library, library.call, CALLS);
  figures.push({
    ...{ name: `${library.title}, a call`, unit: 'ms' },
    ...{ judged: 'difference', budget: 0.3 },
    ...{ ours: calls.traced, other: calls.plain }
  });
  const { stream } = library;
  if (stream !== undefined) {
    const chunks = await countOf(stream);
    const streams = await compare(library, () => countOf(stream), STREAMS);
    figures.push({
      ...{ name: `${library.title}, a chunk`, unit: 'µs' },
      ...{ judged: 'difference', budget: 5 },
      ours: (streams.traced / chunks) * 1000,
      other: (streams.plain / chunks) * 1000
    });
  }
}
process.stdout.write(`${tableOf(figures)}\n`);
process.exitCode = figures.every(isMet) ? 0 : 1;
await mcp.close();
server.kill();
sink.kill();
process.exit();
