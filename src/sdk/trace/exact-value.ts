import { parseJson, unmarked } from '../../bundle/json-text';
import { isList, isObject } from '../../bundle/read-json';
import type { JsonText } from '../../bundle/types';

/** What `parseJson` marks; a text without it is plain JSON. */
const MAY_HOLD_MARKS = /\d{16}|NaN|Infinity/;

/**
 * The value of a JSON text without loss: an integer that no JavaScript number holds is a bigint, every other number a
 * number, Python's NaN and infinities too. Throws `SyntaxError` where there is no JSON.
 */
export function valueOfJson(text: JsonText): unknown {
  const value = parseJson(text);
  return MAY_HOLD_MARKS.test(text) ? exactValue(value) : value;
}

/** The same for what `parseJson` gave, or a part of it. */
export function exactValue(value: unknown): unknown {
  if (typeof value === 'string') {
    return exactText(value);
  }
  if (isList(value)) {
    return value.map(exactValue);
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, member]) => [key, exactValue(member)])
      )
    : value;
}

function exactText(text: string): unknown {
  const digits = unmarked(text);
  if (digits === text) {
    return text;
  }
  const number = Number(digits);
  return Number.isSafeInteger(number) || !/\d/.test(digits)
    ? number
    : BigInt(digits);
}
