// What auto tracing adds to a call of a client and to a chunk of a stream: the same client on the same fake server, traced
// and not, in turns. Needs the built package (npm run build:sdk). Fails when a budget is missed.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import OpenAI from 'openai';
import * as mlflow from 'spanbook';
import { isMet, median, tableOf } from '../figures.mjs';

const CALLS = 400;
const STREAMS = 60;
const CHUNKS = 1000;

const pathOf = name => fileURLToPath(new URL(name, import.meta.url));
const server = fork(pathOf('../../test/fake-llm/main.mjs'), {
  stdio: ['ignore', 'pipe', 'inherit', 'ipc']
});
const url = await new Promise(resolve => {
  server.stdout.once('data', text => resolve(String(text).trim()));
});
// Recording and keeping is measured; where the traces go is bench/sdk's matter.
process.env.MLFLOW_LOGGING_LEVEL = 'critical';
mlflow.setTrackingUri('http://127.0.0.1:1');

const client = new OpenAI({ apiKey: 'none', baseURL: `${url}/v1` });
const call = () =>
  client.chat.completions.create({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'hello world' }]
  });
const long = Array.from({ length: CHUNKS }, (_, index) => `word${index}`);
const stream = async () => {
  const chunks = await client.chat.completions.create({
    model: 'gpt-4o-mini',
    stream: true,
    messages: [{ role: 'user', content: long.join(' ') }]
  });
  let count = 0;
  for await (const chunk of chunks) {
    count += chunk.choices.length;
  }
  return count;
};

/** Milliseconds of the CPU that this process used so far: the wall clock of a shared machine says little. */
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds of CPU of each run, traced and not in turns. */
async function compare(work, runs) {
  const times = { traced: [], plain: [] };
  for (let run = -20; run < runs; run++) {
    for (const kind of ['traced', 'plain']) {
      await mlflow.openai.autolog(OpenAI, { disable: kind === 'plain' });
      const start = cpu();
      await work();
      if (run >= 0) {
        times[kind].push(cpu() - start);
      }
    }
  }
  return { traced: median(times.traced), plain: median(times.plain) };
}

const calls = await compare(call, CALLS);
const streams = await compare(stream, STREAMS);
const figures = [
  {
    ...{
      name: 'added to a call',
      unit: 'ms',
      judged: 'difference',
      budget: 0.3
    },
    ours: calls.traced,
    other: calls.plain
  },
  {
    ...{
      name: 'added to a chunk',
      unit: 'µs',
      judged: 'difference',
      budget: 5
    },
    ours: (streams.traced / CHUNKS) * 1000,
    other: (streams.plain / CHUNKS) * 1000
  }
];
process.stdout.write(`${tableOf(figures)}\n`);
process.exitCode = figures.every(isMet) ? 0 : 1;
server.kill();
