// One library of bench/autolog in a process of its own, as a program has it: what others leave in memory and in the
// compiler would be measured with it. Sends its figures to measure.mjs.
import process from 'node:process';
import * as mlflow from 'spanbook';
import { median } from '../figures.mjs';
import { librariesAt } from './libraries.mjs';

const WORDS = 1000;
/** Before these, code is compiled, ours and the library's: what is added settles after a thousand calls. */
const WARM_UP_ROUNDS = 6;
const ROUNDS = 8;
/** Runs of each kind in a round. */
const CALLS = 200;
const STREAMS = 12;
/**
 * The share of them that is not counted where a library is traced and no more: the engine drops what it had compiled of
 * all that calls what is replaced. A program does that once.
 */
const SETTLING = 0.3;

/** Milliseconds of the CPU that this process used so far: the wall clock of a shared machine says little. */
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds of CPU of a run. */
async function timeOf(work) {
  const start = cpu();
  await work();
  return cpu() - start;
}

/** Which kind is first changes from turn to turn: a process gets faster all the time. */
const ORDERS = [
  ['traced', 'plain'],
  ['plain', 'traced']
];
const orderOf = turn => ORDERS[Math.abs(turn) % 2];

/**
 * The medians of all runs, traced and not in turns, run by run: the speed of a shared machine changes by the second. In
 * the others of these runs tracing is off, at which a replaced method asks for no more and calls the library's.
 */
async function compareRuns({ name, subject }, work, runs) {
  await mlflow[name].autolog(subject, { silent: true });
  const times = { traced: [], plain: [] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (let run = 0; run < runs; run++) {
      for (const kind of orderOf(run)) {
        mlflow.tracing[kind === 'plain' ? 'disable' : 'enable']();
        const time = await timeOf(work);
        if (round >= 0) {
          times[kind].push(time);
        }
      }
    }
    await mlflow.flushTraces();
  }
  return { traced: median(times.traced), plain: median(times.plain) };
}

/**
 * The same in rounds: of streams, for what is kept of one burdens the garbage collector in the next; and of a library
 * that tells of its calls as long as somebody listens, tracing or not.
 */
async function compareRounds({ name, subject }, work, runs) {
  const times = { traced: [], plain: [] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const kind of orderOf(round)) {
      await mlflow[name].autolog(subject, {
        ...{ disable: kind === 'plain', silent: true }
      });
      for (let run = 0; run < runs; run++) {
        const time = await timeOf(work);
        if (round >= 0 && run >= runs * SETTLING) {
          times[kind].push(time);
        }
      }
      await mlflow.flushTraces();
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

async function figuresOf(library) {
  const compare = library.isListener ? compareRounds : compareRuns;
  const calls = await compare(library, library.call, CALLS);
  const call = {
    ...{ name: `${library.title}, a call`, unit: 'ms' },
    ...{ judged: 'difference', budget: 0.3 },
    ...{ ours: calls.traced, other: calls.plain }
  };
  const { stream } = library;
  if (stream === undefined) {
    return [call];
  }
  const chunks = await countOf(stream);
  const streams = await compareRounds(library, () => countOf(stream), STREAMS);
  const chunk = {
    ...{ name: `${library.title}, a chunk`, unit: 'µs' },
    ...{ judged: 'difference', budget: 5 },
    ours: (streams.traced / chunks) * 1000,
    other: (streams.plain / chunks) * 1000
  };
  return [call, chunk];
}

const [index, url, mcpUrl] = process.argv.slice(2);
const long = Array.from({ length: WORDS }, (_, index) => `word${index}`);
const libraries = await librariesAt(url, mcpUrl, long.join(' '));
process.send(await figuresOf(libraries[Number(index)]), () => process.exit());
