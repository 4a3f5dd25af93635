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
/** Runs of the same kind after each other: tracing is turned on and off between rounds, as rarely as in a notebook. */
const CALLS = 200;
const STREAMS = 12;
/**
 * The share of them that is not counted: turning tracing on or off changes a method of the library, at which the engine
 * drops what it had compiled of all that call it. A program does that once.
 */
const SETTLING = 0.3;

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

/** Each kind is first in every other round: a process gets faster all the time. */
const ORDERS = [
  ['traced', 'plain'],
  ['plain', 'traced']
];

/** The medians of all runs, traced and not in turns. */
async function compare({ name, subject }, work, runs) {
  const times = { traced: [], plain: [] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const kind of ORDERS[Math.abs(round) % 2]) {
      await mlflow[name].autolog(subject, {
        ...{ disable: kind === 'plain', silent: true }
      });
      const taken = await timesOf(work, runs);
      if (round >= 0) {
        times[kind].push(...taken.slice(Math.ceil(runs * SETTLING)));
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

async function figuresOf(library) {
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
  const streams = await compare(library, () => countOf(stream), STREAMS);
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
