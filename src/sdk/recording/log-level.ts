import type { SpanType } from './span-type';

/** MLflow's levels, numbered as Python's logging. */
const LEVEL = { debug: 10, info: 20, error: 40 } as const;

const INFO_TYPES: ReadonlySet<SpanType> = new Set([
  'LLM',
  'CHAT_MODEL',
  'TOOL',
  'RETRIEVER',
  'AGENT',
  'EMBEDDING'
]);

/** The level that MLflow gives a span of which nothing was said: by its type, and `error` once it saw an exception. */
export function logLevelOf(
  spanType: SpanType,
  events: readonly { readonly name: string }[]
): number {
  if (events.some(({ name }) => name === 'exception')) {
    return LEVEL.error;
  }
  return INFO_TYPES.has(spanType) ? LEVEL.info : LEVEL.debug;
}
