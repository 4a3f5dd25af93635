// What an MLflow server on SQLite and one on PostgreSQL give when they hold 1,000 to 100,000 traces: traces stored a second, and
// the time of searches. Needs the built package (npm run build:sdk), .venv, and PostgreSQL.
// Usage: node bench/server/measure.mjs [1000 10000 100000]; without figures 1,000 and 10,000.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  bringPostgresPackages,
  POSTGRES_PYTHON,
  startStack
} from '../../scripts/lib/postgres.mjs';
import { createProgress } from '../../scripts/lib/progress.mjs';
import { median } from '../figures.mjs';
import { cleanEnvironment, MlflowServer } from '../mlflow-server.mjs';

const { positionals } = parseArgs({ allowPositionals: true });
const SIZES =
  positionals.length > 0 ? positionals.map(Number) : [1_000, 10_000];
/** Traces that are written for one figure, and before: what the copies are made of. */
const WRITTEN = 100;
const RUNS = 5;
const PAGE = 100;
/** Milliseconds. */
const PATIENCE = 60_000;

const pathOf = name => fileURLToPath(new URL(name, import.meta.url));

/** What a search asks for, by what the table calls it. */
const SEARCHES = {
  'the newest 100': {},
  'by name': { filter: "trace.name = 'answer'" },
  'by tag': { filter: "tags.colour = 'blue'" },
  'by session': {
    filter: "metadata.`mlflow.trace.session` = 'session 3'"
  },
  'by span type': { filter: "span.type = 'CHAT_MODEL'" },
  'by text': { filter: "trace.text LIKE '%question 42%'" },
  'the last page': { filter: "trace.name = 'answer'", isLast: true }
};

/** One request for a page of traces, in milliseconds; Infinity when it took longer than anybody waits. */
async function search(uri, experimentId, { filter, isLast }, size) {
  const body = {
    locations: [
      {
        type: 'MLFLOW_EXPERIMENT',
        mlflow_experiment: { experiment_id: experimentId }
      }
    ],
    max_results: PAGE,
    filter,
    // The server's token: pages are counted.
    page_token: isLast
      ? Buffer.from(JSON.stringify({ offset: size - PAGE })).toString('base64')
      : undefined
  };
  const begun = performance.now();
  const answer = await fetch(`${uri}/api/3.0/mlflow/traces/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE)
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${filter}: ${text.slice(0, 200)}`);
  return performance.now() - begun;
}

/** @param {Error} error */
function timeToInfinity(error) {
  if (error.name !== 'TimeoutError') throw error;
  return Infinity;
}

async function write(uri, experimentId) {
  const child = fork(pathOf('write.mjs'), [String(WRITTEN)], {
    env: {
      ...cleanEnvironment,
      SPANBOOK_SPOOL: 'off',
      MLFLOW_TRACKING_URI: uri,
      MLFLOW_EXPERIMENT_ID: experimentId
    }
  });
  const [{ rate, lost }] = await once(child, 'message');
  if (lost > 0) throw new Error(`${lost} traces were not stored`);
  return rate;
}

/** The figures of one server with `size` traces in one experiment. */
async function measure(uri, experimentId, size) {
  const figures = { 'traces stored a second': await write(uri, experimentId) };
  for (const [name, wanted] of Object.entries(SEARCHES)) {
    const times = [];
    for (let run = 0; run < RUNS && times.at(-1) !== Infinity; run++)
      times.push(
        await search(uri, experimentId, wanted, size).catch(timeToInfinity)
      );
    figures[`search ${name} [ms]`] = median(times);
  }
  return figures;
}

async function experimentOf(uri) {
  const answer = await fetch(`${uri}/api/2.0/mlflow/experiments/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bench' })
  });
  return (await answer.json()).experiment_id;
}

/** The figures of a new server that is filled up to `size` traces. */
async function measureFilled({ uri, database }, size) {
  const experimentId = await experimentOf(uri);
  await write(uri, experimentId);
  execFileSync(POSTGRES_PYTHON, [
    ...[pathOf('seed.py'), database, experimentId],
    String(size - WRITTEN)
  ]);
  return measure(uri, experimentId, size);
}

async function onSqlite(size) {
  const server = await MlflowServer.start();
  try {
    const database = `sqlite:///${server.database}`;
    return await measureFilled({ uri: server.uri, database }, size);
  } finally {
    server.stop();
  }
}

async function onPostgres(size) {
  const stack = await startStack(2);
  try {
    return await measureFilled(stack, size);
  } finally {
    await stack.stop();
  }
}

const SERVERS = { SQLite: onSqlite, PostgreSQL: onPostgres };

await bringPostgresPackages(createProgress());
/** A server each: SQLite goes on for minutes with a search that nobody waits for any more, and locks out who writes. */
const columns = [];
for (const size of SIZES)
  for (const [name, filled] of Object.entries(SERVERS)) {
    const figures = await filled(size);
    process.stdout.write(`${name}, ${size}: ${JSON.stringify(figures)}\n`);
    columns.push([`${name}, ${size.toLocaleString('en')}`, figures]);
  }
const shown = value => {
  if (value === Infinity) return `> ${PATIENCE}`;
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
};
const rows = Object.keys(columns[0][1]).map(figure => [
  figure,
  ...columns.map(([, figures]) => shown(figures[figure]))
]);
const lines = [
  ['', ...columns.map(([title]) => title)],
  ['---', ...columns.map(() => '--:')],
  ...rows
];
process.stdout.write(
  `\n${lines.map(line => `| ${line.join(' | ')} |`).join('\n')}\n`
);
