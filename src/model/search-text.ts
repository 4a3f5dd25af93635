import type { JsonText } from '../bundle/types';
import type { SearchPattern } from './search-pattern';

/** Work done by one look, in UTF-16 units: what a search counts to know when to pause. */
export type Work = number;

/** Whether the pattern is in a text that fits its window. With `isJson`, `\u00e9` in its strings is an é. */
export function isInText(
  { expression }: SearchPattern,
  text: string,
  isJson: boolean
): boolean {
  return expression.test(isJson ? unescaped(text) : text);
}

/** The same for a text of any length, window by window, which overlap: yields for each whether it is there. */
export function* isInLongText(
  pattern: SearchPattern,
  text: string,
  isJson: boolean
): Generator<boolean> {
  const { expression, window, isPlain, query } = pattern;
  // 6 is the length of an escaped letter, \u00e9.
  const step = Math.max(isPlain ? window - 6 * query.length : 0, window >> 1);
  const { atStart, atEnd } = anchorsOf(expression);
  for (let from = 0; from < text.length; from += step) {
    const isFirst = from === 0;
    const isLast = from + window >= text.length;
    const canBe = (isFirst || !atStart) && (isLast || !atEnd);
    yield canBe && isInText(pattern, text.slice(from, from + window), isJson);
    if (isLast) {
      return;
    }
  }
}

/** Where the pattern is in a text on screen, as pairs of offsets; at most `limit` of them. */
export function placesIn(
  { expression, window }: SearchPattern,
  text: string,
  limit: number
): readonly (readonly [from: number, to: number])[] {
  const places: [number, number][] = [];
  const every = new RegExp(expression.source, `${expression.flags}g`);
  for (const found of text.slice(0, window).matchAll(every)) {
    if (places.length === limit) {
      break;
    }
    if (found[0] !== '') {
      places.push([found.index, found.index + found[0].length]);
    }
  }
  return places;
}

/** JSON text with the escapes of its strings resolved; its brackets, commas and quotes stay. */
export function unescaped(text: JsonText): string {
  return text.includes('\\')
    ? text.replace(/\\(?:u([\da-fA-F]{4})|([^]))/g, resolve)
    : text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t'
};

function resolve(_: string, code?: string, letter = ''): string {
  return code === undefined
    ? (ESCAPES[letter] ?? letter)
    : String.fromCharCode(parseInt(code, 16));
}

/** Anchors hold at the ends of the text, not of its windows. */
function anchorsOf({ source, multiline }: RegExp): {
  readonly atStart: boolean;
  readonly atEnd: boolean;
} {
  const bare = source.replace(/\\[^]|\[(?:\\[^]|[^\]\\])*\]/g, '');
  return {
    atStart: !multiline && bare.includes('^'),
    atEnd: !multiline && bare.includes('$')
  };
}
