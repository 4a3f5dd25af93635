import type { JsonValue } from './types';

/**
 * Dense columns as text. Notebooks are saved with one line for each member of an array, so a column of numbers costs
 * about twelve bytes of indentation a span as an array and one byte a span as text.
 */

/** What a time column writes for a time that is not known. */
const UNKNOWN = '-';

/** Marks the end of a span whose start is not known: no duration can be given, so the end's own offset stands there. */
const END_MARK = '@';

/** Numbers separated by spaces, `-` for NaN. */
export function numbersText(values: Iterable<number>): string {
  const tokens: string[] = [];
  for (const value of values) {
    tokens.push(Number.isNaN(value) ? UNKNOWN : String(value));
  }
  return tokens.join(' ');
}

/** The numbers of `numbersText`; `undefined` stands where there is neither an integer nor `-`. */
export function numbersOf(text: string): readonly (number | undefined)[] {
  return tokensOf(text).map(integerOf);
}

/** Durations separated by spaces; `-` while the end is unknown, `@` and the end when only the start is unknown. */
export function durationsText(
  starts: Float64Array,
  ends: Float64Array
): string {
  const tokens = Array.from(ends, (end, row) => {
    const start = starts[row] ?? NaN;
    if (Number.isNaN(end)) {
      return UNKNOWN;
    }
    return Number.isNaN(start) ? `${END_MARK}${end}` : String(end - start);
  });
  return tokens.join(' ');
}

/** The ends that `durationsText` wrote; `undefined` where the text is not of its form. */
export function endsOf(
  text: string,
  starts: Float64Array
): readonly (number | undefined)[] {
  return tokensOf(text).map((token, row) => {
    if (token.startsWith(END_MARK)) {
      return integerOf(token.slice(1));
    }
    const duration = integerOf(token);
    return duration === undefined ? undefined : (starts[row] ?? NaN) + duration;
  });
}

const ID_LENGTH = 16;
const PLAIN_ID = /^[0-9a-f]{16}$/;
const PLAIN_IDS = /^[0-9a-f]*$/;

/** Ids of 16 lower-case hexadecimal digits joined without a separator, any others as a list. */
export function idsValue(ids: readonly string[]): JsonValue {
  return ids.every(id => PLAIN_ID.test(id)) ? ids.join('') : ids;
}

/** The ids of `idsValue`, when given as text; `undefined` when the text is not of that form. */
export function idsOf(text: string): readonly string[] | undefined {
  if (!PLAIN_IDS.test(text) || text.length % ID_LENGTH !== 0) {
    return undefined;
  }
  const ids: string[] = [];
  for (let i = 0; i < text.length; i += ID_LENGTH) {
    ids.push(text.slice(i, i + ID_LENGTH));
  }
  return ids;
}

/** A dictionary in order of first use, and the column as indexes into it. */
export function indexed(values: readonly string[]): {
  readonly dictionary: readonly string[];
  readonly indexes: string;
} {
  const indexOf = new Map<string, number>();
  const indexes = values.map(value => {
    const index = indexOf.get(value) ?? indexOf.size;
    indexOf.set(value, index);
    return index;
  });
  return { dictionary: [...indexOf.keys()], indexes: numbersText(indexes) };
}

function tokensOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ');
}

function integerOf(token: string): number | undefined {
  if (token === UNKNOWN) {
    return NaN;
  }
  const value = Number(token);
  return token !== '' && Number.isSafeInteger(value) ? value : undefined;
}
