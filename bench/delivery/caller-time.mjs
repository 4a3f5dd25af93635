// How long the caller of a traced function waits for the tracing.
import { median } from '../figures.mjs';

/** Spans of a trace, and traces of one round: so few that the flush between two rounds is short. */
const ROUNDS = [
  { spans: 1, async: 30, sync: 5 },
  { spans: 3, async: 30, sync: 5 },
  { spans: 100, async: 5, sync: 2 }
];

/** Spans of the traces that are measured. */
export const SHAPES = ROUNDS.map(({ spans }) => spans);

/**
 * In turns; whatever a side left to send is sent before the next one begins.
 *
 * @param {readonly import('./sides.mjs').Program[]} programs
 * @param {number} rounds
 * @returns {Promise<Map<string, Record<number, number>>>} microseconds a trace, by side and by spans of the trace
 */
export async function callerTimes(programs, rounds) {
  const times = programs.map(() => SHAPES.map(() => []));
  for (let round = -1; round < rounds; round++) {
    for (const [shape, { spans, ...traces }] of ROUNDS.entries()) {
      for (const [index, program] of programs.entries()) {
        const ms = await program.tell('call', {
          spans,
          traces: program.isSync ? traces.sync : traces.async
        });
        await program.tell('flush', { seconds: 120 });
        if (round >= 0) times[index][shape].push(ms * 1000);
      }
    }
  }
  return new Map(
    programs.map(({ name }, index) => [
      name,
      Object.fromEntries(
        SHAPES.map((spans, shape) => [spans, median(times[index][shape])])
      )
    ])
  );
}
