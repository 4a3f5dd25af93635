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

const CALLS = 200;
const STREAMS = 20;
const WORDS = 1000;
/** Before these, code is compiled and connections are opened. */
const WARM_UP = 20;

const pathOf = name => fileURLToPath(new URL(name, import.meta.url));
const server = fork(pathOf('../../test/fake-llm/main.mjs'), {
  stdio: ['ignore', 'pipe', 'inherit', 'ipc']
});
const url = await new Promise(resolve => {
  server.stdout.once('data', text => resolve(String(text).trim()));
});
const mcp = await startFakeMcp();
// Recording and keeping is measured; where the traces go is bench/sdk's matter.
process.env.MLFLOW_LOGGING_LEVEL = 'critical';
mlflow.setTrackingUri('http://127.0.0.1:1');

/** Milliseconds of the CPU that this process used so far: the wall clock of a shared machine says little. */
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds of CPU of each run, traced and not in turns. */
async function compare({ name, subject }, work, runs) {
  const times = { traced: [], plain: [] };
  for (let run = -WARM_UP; run < runs; run++) {
    for (const kind of ['traced', 'plain']) {
      await mlflow[name].autolog(subject, {
        ...{ disable: kind === 'plain', silent: true }
      });
      const start = cpu();
      await work();
      if (run >= 0) {
        times[kind].push(cpu() - start);
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
process.exit();
