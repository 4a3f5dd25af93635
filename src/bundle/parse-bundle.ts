import { openData } from './open-data';
import { isOwnForm, parseOwnForm, resultOf } from './parse-own';
import { tracesOf } from './parse-traces';
import { noProblems, type Problems } from './problems';
import type { ParseResult, TraceBundle } from './types';

/**
 * Reads a bundle, or traces in one of MLflow's own forms or in OTLP JSON (`docs/format.md` lists them), as an object
 * or as JSON text. Text is better: it loses no digit of a large integer. Never throws, whatever it is given: what
 * cannot be read is left out and noted with its path; the result is not ok only when nothing could be read.
 */
export function parseBundle(data: unknown): ParseResult {
  const problems = noProblems();
  return resultOf(bundleFrom(data, problems), problems);
}

function bundleFrom(
  data: unknown,
  problems: Problems
): TraceBundle | undefined {
  const value = openData(data, problems);
  if (isOwnForm(value)) {
    return parseOwnForm(value, problems);
  }
  const isKnownToBeBad = typeof data === 'string' && value === undefined;
  const traces = isKnownToBeBad ? undefined : tracesOf(value, '$', 0, problems);
  return traces === undefined ? undefined : { traces };
}
