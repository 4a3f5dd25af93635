// How soon many traces are stored, and what that costs the server and the program.
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../figures.mjs';

const SPANS = 3;
/** Seconds after which what is not stored counts as lost. */
const PATIENCE = 180;

/**
 * @typedef {object} Throughput
 * @property {number} perSecond traces, until all of them are stored
 * @property {number} serverMs of CPU a trace
 * @property {number} programMs of CPU a trace, the calls and the delivery
 * @property {number} lost traces
 */

/** @returns {Promise<Throughput>} one round of one side, on an experiment of its own */
async function measured(server, program, traces) {
  const before = await server.storedTraces(program.experimentId);
  const programCpu = await program.tell('cpu');
  const serverCpu = server.cpuSeconds();
  const begun = performance.now();
  await program.tell('call', { spans: SPANS, traces });
  await program.tell('flush', { seconds: PATIENCE });
  const result = {
    perSecond: (traces / (performance.now() - begun)) * 1000,
    serverMs: ((server.cpuSeconds() - serverCpu) / traces) * 1000,
    programMs: ((await program.tell('cpu')) - programCpu) / traces
  };
  let stored = -1;
  for (const end = begun + PATIENCE * 1000; ; await sleep(100)) {
    const ids = await server.storedTraces(program.experimentId);
    stored = ids.size - before.size;
    if (stored >= traces || performance.now() > end) break;
    // Not all of them are there when a flush says so: the time goes on.
    result.perSecond = (traces / (performance.now() - begun)) * 1000;
  }
  return { ...result, lost: traces - stored };
}

/**
 * Rounds of all sides in turns.
 *
 * @returns {Promise<Map<string, Throughput>>} medians, and the sum of what was lost
 */
export async function throughputs(server, programs, { rounds, traces }) {
  const results = programs.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, program] of programs.entries())
      results[index].push(await measured(server, program, traces));
  return new Map(
    programs.map(({ name }, index) => [name, mediansOf(results[index])])
  );
}

/** @param {readonly Throughput[]} rounds @returns {Throughput} */
function mediansOf(rounds) {
  const of = key => median(rounds.map(round => round[key]));
  return {
    perSecond: of('perSecond'),
    serverMs: of('serverMs'),
    programMs: of('programMs'),
    lost: rounds.reduce((sum, { lost }) => sum + lost, 0)
  };
}
