// Memory that a trace holds while its server is away.
import { Door } from './door.mjs';
import { SIDES, startAll, warmUp } from './sides.mjs';

const WAITING = { spans: 3, traces: 500 };

/** @returns {Promise<Map<string, number>>} KiB a trace, by side; on the synchronous ones the program waits, not the trace */
export async function waitingMemory(server) {
  const door = new Door(server.uri);
  const programs = await startAll(
    server,
    await door.open(),
    SIDES.filter(({ name }) => !name.endsWith(', sync'))
  );
  try {
    await warmUp(programs);
    door.close();
    const results = new Map();
    for (const program of programs)
      results.set(program.name, (await program.tell('memory', WAITING)) / 1024);
    return results;
  } finally {
    await Promise.all(programs.map(program => program.end()));
  }
}
