import type { Microseconds } from '../bundle/types';
import type { SpanDetail } from './types';

/** Attributes that say it, each with the microseconds of its unit. */
const ATTRIBUTES: readonly (readonly [key: string, unit: number])[] = [
  ['ai.response.msToFirstChunk', 1e3],
  ['gen_ai.response.time_to_first_chunk', 1e6],
  ['gen_ai.server.time_to_first_token', 1e6],
  ['llm.time_to_first_token_ms', 1e3]
];

/** Events that mark an answer coming in: MLflow's, Vercel's, OpenInference's, Traceloop's. */
const CHUNK =
  /^(mlflow\.chunk\.item\.\d+|ai\.stream\.firstChunk|llm\.content\.completion\.chunk|.*first[ ._-]?(token|chunk).*)$/i;

/**
 * Time from the start of a span to the first piece of its streamed answer: what an attribute says, else the earliest
 * event that marks a piece. `undefined` for an answer that was not streamed.
 */
export function timeToFirstToken(
  { attributes, events }: SpanDetail,
  start: Microseconds
): Microseconds | undefined {
  for (const [key, unit] of ATTRIBUTES) {
    const value = attributes[key];
    if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) {
      return value * unit;
    }
  }
  const times = events
    .filter(({ name, time }) => CHUNK.test(name) && time >= start)
    .map(({ time }) => time);
  return times.length > 0
    ? times.reduce((a, b) => Math.min(a, b)) - start
    : undefined;
}
