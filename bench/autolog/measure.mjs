// What auto tracing adds to a call of each library and to a chunk of a stream: the same client on the same fake server,
// traced and not, in turns. Needs the built package (npm run build:sdk). Fails when a budget is missed.
//   npm run bench autolog; SPANBOOK_BENCH_LIBRARY=<name of mlflow.<name>> for one alone
import { fork } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { startFakeMcp } from '../../test/fake-llm/mcp.mjs';
import { isMet, tableOf } from '../figures.mjs';
import { librariesAt } from './libraries.mjs';

const pathOf = name => fileURLToPath(new URL(name, import.meta.url));
const mcp = await startFakeMcp();

/** Both servers are new for each library: what they keep of the calls of others would slow them down. */
async function startServers() {
  const llm = fork(pathOf('../../test/fake-llm/main.mjs'), {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc']
  });
  const sink = fork(pathOf('../sdk/sink.mjs'));
  const [[address], [port]] = await Promise.all([
    once(llm.stdout, 'data'),
    once(sink, 'message')
  ]);
  return {
    ...{ url: String(address).trim(), uri: `http://127.0.0.1:${port}` },
    end: () => {
      llm.kill();
      sink.kill();
    }
  };
}

/** The figures of a library, from a process of its own. */
async function measured(index) {
  const { url, uri, end } = await startServers();
  const child = fork(
    pathOf('measure-library.mjs'),
    [String(index), url, mcp.url],
    {
      env: {
        ...process.env,
        // Nothing of the user's own, and nothing of this on the user's disk.
        MLFLOW_TRACKING_URI: uri,
        MLFLOW_EXPERIMENT_ID: '0',
        // Traces are sent between the rounds: bench/sdk measures what that takes.
        MLFLOW_ASYNC_TRACE_LOGGING_MAX_INTERVAL_MILLIS: '3600000',
        SPANBOOK_SPOOL: 'off'
      }
    }
  );
  const ended = once(child, 'exit');
  const told = await Promise.race([once(child, 'message'), ended]);
  await ended;
  end();
  if (!Array.isArray(told[0])) {
    throw new Error(`its process ended without figures (${told})`);
  }
  return told[0];
}

const figures = [];
const only = process.env.SPANBOOK_BENCH_LIBRARY;
// Only for their names: nobody is asked anything.
const libraries = await librariesAt('http://127.0.0.1:9', mcp.url, '');
for (const [index, { name }] of libraries.entries()) {
  if (only === undefined || name === only) {
    figures.push(...(await measured(index)));
  }
}
process.stdout.write(`${tableOf(figures)}\n`);
process.exitCode = figures.every(isMet) ? 0 : 1;
await mcp.close();
process.exit();
