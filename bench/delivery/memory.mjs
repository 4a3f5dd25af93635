// Memory that a trace holds while it waits.
import { SIDES, startAll, warmUp } from './sides.mjs';

/** Made in less time than any side lets them wait. */
const WAITING = { spans: 3, traces: 200 };

/** @returns {Promise<Map<string, number>>} KiB a trace, by side; on the synchronous ones no trace waits */
export async function waitingMemory(server) {
  const programs = await startAll(
    server,
    server.uri,
    SIDES.filter(({ name }) => !name.endsWith(', sync'))
  );
  try {
    await warmUp(programs);
    const results = new Map();
    for (const program of programs)
      results.set(program.name, (await program.tell('memory', WAITING)) / 1024);
    return results;
  } finally {
    await Promise.all(programs.map(program => program.end()));
  }
}
