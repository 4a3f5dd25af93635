import type { JsonText } from './types';

/**
 * Marks what a JSON number cannot hold: `parseJson` turns the digits of a long integer into a string behind this
 * private-use character, and so the names NaN and Infinity, which Python writes although JSON has none of them.
 */
const MARK = '\uE000';
const MARKED = /^\uE000(-?\d+|NaN|-?Infinity)$/;

/** 2^53 has 16 digits: shorter integers are exact. */
const LONG_INTEGER = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;
const MAY_HOLD_LONG_INTEGER = /\d{16}/;

const NO_NUMBER = /NaN|-?Infinity/g;

/**
 * `JSON.parse` that loses no digit and knows Python's NaN: such values arrive as marked strings, which `digitsOf`,
 * `jsonTextOf` and `unmarked` understand. Throws `SyntaxError` as `JSON.parse` does.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(markedText(text));
}

/** As `parseJson`, with a bigint for an integer that no number holds, and with NaN and infinities as numbers. */
export function parseExactJson(text: JsonText): unknown {
  const marked = markedText(text);
  // A reviver costs as much again as parsing does.
  return marked === text
    ? JSON.parse(text)
    : JSON.parse(marked, (_, value: unknown) =>
        typeof value === 'string' ? unmarkedValue(value) : value
      );
}

/** Whether the text is JSON, with or without Python's NaN. */
export function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

/** The digits of an integer that is a number, a bigint, decimal text, or was marked by `parseJson`. */
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

/** The text, without the mark when it has one. */
export function unmarked(text: string): string {
  return MARKED.exec(text)?.[1] ?? text;
}

function unmarkedValue(text: string): unknown {
  const value = MARKED.exec(text)?.[1];
  if (value === undefined) {
    return text;
  }
  const number = Number(value);
  const isDigits = /^-?\d/.test(value);
  return isDigits && !Number.isSafeInteger(number) ? BigInt(value) : number;
}

/** Deeper values are cut: engines overflow their stack at a few thousand levels. */
export const MAX_DEPTH = 500;

/** JSON text of what stands for a value that lies too deep, or in itself. */
export const TOO_DEEP: JsonText = '"…"';

/**
 * JSON text of any value; never throws. What JSON does not know becomes what says most: NaN and infinities their name
 * as a string, a bigint its digits, `undefined` null, a cycle or a depth beyond 500 an ellipsis.
 */
export function jsonTextOf(value: unknown): JsonText {
  return textOf(value, []);
}

function textOf(value: unknown, above: readonly unknown[]): JsonText {
  switch (typeof value) {
    case 'string':
      return stringText(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : `"${value}"`;
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : structureText(value, above);
    case 'undefined':
    case 'function':
    case 'symbol':
      return 'null';
  }
}

/** A marked integer as the number it was, any other text in quotes. */
function stringText(text: string): JsonText {
  const plain = unmarked(text);
  return plain !== text && digitsOf(plain) !== undefined
    ? plain
    : JSON.stringify(plain);
}

function structureText(value: object, above: readonly unknown[]): JsonText {
  if (above.length >= MAX_DEPTH || above.includes(value)) {
    return TOO_DEEP;
  }
  const path = [...above, value];
  if (Array.isArray(value)) {
    return `[${value.map(item => textOf(item, path)).join(',')}]`;
  }
  return objectText(
    Object.entries(value).map(([key, member]) => [key, textOf(member, path)])
  );
}

/** JSON text of an object whose members' values are JSON text already. */
export function objectText(
  members: readonly (readonly [string, JsonText])[]
): JsonText {
  return `{${members.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

/** The text with marks; where it is no JSON it stays no JSON. */
function markedText(text: string): string {
  const hasLongInteger = MAY_HOLD_LONG_INTEGER.test(text);
  const hasNoNumber = text.includes('NaN') || text.includes('Infinity');
  return hasLongInteger || hasNoNumber
    ? outsideStrings(text, part =>
        part === '' ? part : mark(mark(part, LONG_INTEGER), NO_NUMBER)
      )
    : text;
}

function mark(part: string, pattern: RegExp): string {
  return part.replace(pattern, found => `"${MARK}${found}"`);
}

/** Maps the parts of a JSON text that lie outside its strings. Parts that do not change are not copied one by one. */
function outsideStrings(text: string, map: (part: string) => string): string {
  const parts: string[] = [];
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const open = indexOrEnd(text, '"', at);
    // Between two strings there is mostly a colon or a comma: nothing to map.
    const part = open - at < 3 ? '' : text.slice(at, open);
    const mapped = map(part);
    if (mapped !== part) {
      parts.push(text.slice(copied, at), mapped);
      copied = open;
    }
    at = endOfString(text, open);
  }
  parts.push(text.slice(copied));
  return parts.join('');
}

/** Index after the closing quote of the string that opens at `open`; beyond the text when it is not closed. */
export function endOfString(text: string, open: number): number {
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
