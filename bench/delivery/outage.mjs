// A server that cannot be reached for ten seconds, for all sides at the same time.
import { setTimeout as sleep } from 'node:timers/promises';
import { Door } from './door.mjs';
import { startAll, warmUp } from './sides.mjs';

const SECONDS = { before: 3, away: 10, after: 5 };
const PER_SECOND = 10;
/** Seconds that a flush may take when all is over. */
const PATIENCE = 60;

/**
 * @typedef {object} Outage
 * @property {number} made traces
 * @property {number} lost traces
 * @property {number} longest milliseconds that one call took
 */

/** @returns {Promise<Map<string, Outage>>} by side */
export async function outage(server) {
  const door = new Door(server.uri);
  const programs = await startAll(server, await door.open());
  try {
    await warmUp(programs);
    const seconds = SECONDS.before + SECONDS.away + SECONDS.after;
    const steady = programs.map(program =>
      program.tell('steady', { spans: 1, perSecond: PER_SECOND, seconds })
    );
    await sleep(SECONDS.before * 1000);
    door.close();
    await sleep(SECONDS.away * 1000);
    await door.open();
    const done = await Promise.all(steady);
    await Promise.all(
      programs.map(program => program.tell('flush', { seconds: PATIENCE }))
    );
    const results = new Map();
    for (const [index, { name, experimentId }] of programs.entries()) {
      const stored = await server.storedTraces(experimentId);
      const made = done[index].made + 1;
      results.set(name, { ...done[index], made, lost: made - stored.size });
    }
    return results;
  } finally {
    await Promise.all(programs.map(program => program.end()));
    door.close();
  }
}
