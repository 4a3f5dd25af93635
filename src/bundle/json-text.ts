import type { JsonText } from './types';

/**
 * Marks an integer that a JSON number cannot hold: `parseJson` turns its digits into a string behind this private-use
 * character, `jsonTextOf` writes them as the number they were.
 */
const DIGITS_MARK = '\uE000';
const MARKED_DIGITS = /^\uE000(-?\d+)$/;

/** 2^53 has 16 digits: shorter integers are exact. */
const LONG_INTEGER = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;
const MAY_HOLD_LONG_INTEGER = /\d{16}/;

/**
 * `JSON.parse` that loses no digit: an integer of 16 digits or more arrives as a string that `digitsOf` reads.
 * Throws `SyntaxError` as `JSON.parse` does.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(
    MAY_HOLD_LONG_INTEGER.test(text) ? withMarkedIntegers(text) : text
  );
}

/** The digits of an integer that is a safe number, a bigint, decimal text, or was marked by `parseJson`. */
export function digitsOf(value: unknown): string | undefined {
  if (typeof value === 'number') {
    // Above 2^53 the caller has parsed it already: what is left is the nearest number.
    return Number.isInteger(value) ? BigInt(value).toString() : undefined;
  }
  if (typeof value === 'bigint') {
    return value.toString();
  }
  const text = typeof value === 'string' ? unmarked(value) : '';
  return /^-?\d{1,40}$/.test(text) ? text : undefined;
}

/** The text, without the mark when it is a marked integer. */
export function unmarked(text: string): string {
  return MARKED_DIGITS.exec(text)?.[1] ?? text;
}

/** Deeper values are cut: engines overflow their stack at a few thousand levels. */
const MAX_DEPTH = 500;

/** What stands for a value that cannot be written. */
const TOO_DEEP = '"…"';

/**
 * JSON text of any value; never throws. What JSON does not know becomes what says most: NaN and infinities their name
 * as a string, a bigint its digits, `undefined` null, a cycle or a depth beyond 500 an ellipsis.
 */
export function jsonTextOf(value: unknown): JsonText {
  return textOf(value, []);
}

function textOf(value: unknown, ancestors: readonly unknown[]): string {
  switch (typeof value) {
    case 'string':
      return MARKED_DIGITS.exec(value)?.[1] ?? JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : `"${value}"`;
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : structureText(value, ancestors);
    case 'undefined':
    case 'function':
    case 'symbol':
      return 'null';
  }
}

function structureText(value: object, above: readonly unknown[]): string {
  if (above.length >= MAX_DEPTH || above.includes(value)) {
    return TOO_DEEP;
  }
  const ancestors = [...above, value];
  if (Array.isArray(value)) {
    return `[${value.map(item => textOf(item, ancestors)).join(',')}]`;
  }
  return objectText(
    Object.entries(value).map(([key, member]) => [
      key,
      textOf(member, ancestors)
    ])
  );
}

/** JSON text of an object whose members' values are JSON text already. */
export function objectText(
  members: readonly (readonly [string, JsonText])[]
): JsonText {
  return `{${members.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

/** Marks long integers outside strings; text that is no JSON may come out changed, and stays no JSON. */
function withMarkedIntegers(text: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const open = indexOrEnd(text, '"', at);
    parts.push(markIntegers(text.slice(at, open)));
    at = endOfString(text, open);
    parts.push(text.slice(open, at));
  }
  return parts.join('');
}

function markIntegers(text: string): string {
  return text.length < 16
    ? text
    : text.replace(LONG_INTEGER, digits => `"${DIGITS_MARK}${digits}"`);
}

/** Index after the closing quote of the string that opens at `open`. */
function endOfString(text: string, open: number): number {
  let close = indexOrEnd(text, '"', open + 1);
  while (close < text.length && isEscaped(text, close)) {
    close = indexOrEnd(text, '"', close + 1);
  }
  return close + 1;
}

/** Whether an odd number of backslashes stands before the index. */
function isEscaped(text: string, index: number): boolean {
  let first = index;
  while (text[first - 1] === '\\') {
    first--;
  }
  return (index - first) % 2 === 1;
}

function indexOrEnd(text: string, part: string, from: number): number {
  const index = text.indexOf(part, from);
  return index < 0 ? text.length : index;
}
