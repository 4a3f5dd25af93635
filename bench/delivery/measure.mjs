// Delivery of traces: ours beside Python's MLflow and beside bare OpenTelemetry, in one run, with the same work and the same
// MLflow server. Needs the built package (npm run build:sdk) and .venv. Fails when a budget is missed.
// Usage: node bench/delivery/measure.mjs [--rounds 5] [--traces 200]
import { parseArgs } from 'node:util';
import { isMet, tableOf } from '../figures.mjs';
import { MlflowServer } from '../mlflow-server.mjs';
import { callerTimes, SHAPES } from './caller-time.mjs';
import { waitingMemory } from './memory.mjs';
import { outage } from './outage.mjs';
import { startAll, SIDES } from './sides.mjs';
import { throughputs } from './throughput.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    traces: { type: 'string', default: '200' }
  }
});
const rounds = Number(values.rounds);
const traces = Number(values.traces);

const [OURS, OURS_SYNC, OTEL, PYTHON] = SIDES.map(({ name }) => name);
/** It takes minutes: says what is measured. @param {string} what */
const note = what => process.stderr.write(`${what} …\n`);

/** Runs `work` with a program of each side. */
async function withPrograms(server, work, sides = SIDES) {
  const programs = await startAll(server, server.uri, sides);
  try {
    return await work(programs);
  } finally {
    await Promise.all(programs.map(program => program.end()));
  }
}

const server = await MlflowServer.start();
try {
  const [times, stored] = await withPrograms(server, async programs => {
    note("the caller's time");
    const callers = await callerTimes(programs, rounds);
    note('stored traces');
    return [
      callers,
      await throughputs(server, programs, { rounds: 3, traces })
    ];
  });
  note('1,000 traces at once');
  const thousand = await withPrograms(
    server,
    programs => throughputs(server, programs, { rounds: 1, traces: 1000 }),
    SIDES.filter(({ name }) => name === OURS)
  );
  note('a server that is away');
  const away = await outage(server);
  note('memory');
  const memory = await waitingMemory(server);
  report({ times, stored, thousand: thousand.get(OURS), away, memory });
} finally {
  server.stop();
}

/** Prints what was measured, by side, and then what it is worth. */
function report({ times, stored, thousand, away, memory }) {
  const shown = value =>
    value === undefined
      ? '-'
      : value >= 100 || Number.isInteger(value)
        ? value.toFixed(0)
        : value.toPrecision(3);
  const rows = [
    ...SHAPES.map(spans => [
      `caller's time, trace of ${spans} [µs]`,
      name => times.get(name)[spans]
    ]),
    ['stored traces a second, 3 spans', name => stored.get(name).perSecond],
    ["server's CPU a trace [ms]", name => stored.get(name).serverMs],
    ["program's CPU a trace [ms]", name => stored.get(name).programMs],
    ['memory of a waiting trace [KiB]', name => memory.get(name)],
    ['server away for 10 s: made', name => away.get(name).made],
    ['server away for 10 s: lost', name => away.get(name).lost],
    ['server away: longest call [ms]', name => away.get(name).longest]
  ];
  const names = SIDES.map(({ name }) => name);
  const lines = [
    ['', ...names],
    ...rows.map(([title, of]) => [title, ...names.map(name => shown(of(name)))])
  ];
  for (const [title, ...cells] of lines)
    process.stdout.write(
      `${title.padEnd(34)}${cells.map(cell => cell.padStart(15)).join('')}\n`
    );
  process.stdout.write(
    `1,000 traces at once: ${shown(thousand.perSecond)} stored a second, ${thousand.lost} lost\n\n`
  );

  const ratio = (name, unit, ours, other, budget) => ({
    ...{ name, unit, ours, other, budget, judged: 'ratio' }
  });
  const count = (name, ours) => ({
    ...{ name, unit: 'traces', ours, other: NaN, budget: 0, judged: 'value' }
  });
  const time = (name, spans) => times.get(name)[spans];
  const figures = [
    ...SHAPES.map(spans =>
      ratio(
        `async against sync, trace of ${spans}`,
        'µs',
        time(OURS, spans),
        time(OURS_SYNC, spans),
        0.05
      )
    ),
    ...SHAPES.map(spans =>
      ratio(
        `async against OpenTelemetry, trace of ${spans}`,
        'µs',
        time(OURS, spans),
        time(OTEL, spans),
        1.5
      )
    ),
    ratio(
      "a stored trace against Python's async",
      'ms',
      1000 / stored.get(OURS).perSecond,
      1000 / stored.get(PYTHON).perSecond,
      0.5
    ),
    count('lost of 1,000 traces at once', thousand.lost),
    count('lost while the server is away for 10 s', away.get(OURS).lost)
  ];
  process.stdout.write(`${tableOf(figures)}\n`);
  process.exitCode = figures.every(isMet) ? 0 : 1;
}
