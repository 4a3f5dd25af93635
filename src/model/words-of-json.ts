import { jsonTextOf } from '../bundle/json-text';

/** A value of `parseExactJson` as it reads: a text without quotes, a list as JSON without spaces, nothing for what is absent. */
export function wordsOfJson(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value); // JSON has no name for NaN
  }
  return value === undefined ? '' : jsonTextOf(value);
}
