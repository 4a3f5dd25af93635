import type { SpanType } from './span-type';

/**
 * MLflow's levels, numbered as Python's logging.
 * @example
 * withSpan(() => ask(question), { logLevel: SpanLogLevel.WARNING });
 */
export const SpanLogLevel = {
  DEBUG: 10,
  INFO: 20,
  WARNING: 30,
  ERROR: 40,
  CRITICAL: 50
} as const;

/** One of MLflow's levels. */
export type SpanLogLevel = (typeof SpanLogLevel)[keyof typeof SpanLogLevel];

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
): SpanLogLevel {
  if (events.some(({ name }) => name === 'exception')) {
    return SpanLogLevel.ERROR;
  }
  return INFO_TYPES.has(spanType) ? SpanLogLevel.INFO : SpanLogLevel.DEBUG;
}

/**
 * A level by its number or its name, in any case.
 * @throws TypeError when MLflow does not know it.
 */
export function checkedLogLevel(level: string | number): SpanLogLevel {
  const found = Object.entries(SpanLogLevel).find(
    ([name, number]) => number === level || name === String(level).toUpperCase()
  );
  if (found === undefined) {
    throw new TypeError(
      `setLogLevel: ${String(level)} is not a level, expected DEBUG, INFO, WARNING, ERROR or CRITICAL`
    );
  }
  return found[1];
}
