import { endOfString, isJson } from './json-text';
import { wellFormed } from './text';
import type { JsonText } from './types';

/**
 * The members of a JSON object as key and JSON text, in their order; `undefined` when the text is no JSON object. The
 * texts are cut out, not parsed and written again: no digit of a number changes.
 */
export function jsonMembers(
  text: JsonText
): readonly (readonly [string, JsonText])[] | undefined {
  return isJson(text) ? membersOfValid(text) : undefined;
}

/** The items of a JSON array as JSON texts, in their order; `undefined` when the text is no JSON array. */
export function jsonItems(text: JsonText): readonly JsonText[] | undefined {
  return isJson(text) ? itemsOfValid(text) : undefined;
}

/** As `jsonMembers`, for a text that is known to be JSON: a part of one is. */
export function membersOfValid(
  text: JsonText
): readonly (readonly [string, JsonText])[] | undefined {
  return partsOf(text, '{')?.map(part => {
    const end = endOfString(part, 0);
    const key: unknown = JSON.parse(part.slice(0, end));
    const value = part.slice(part.indexOf(':', end) + 1).trim();
    return [String(key), value] as const;
  });
}

/** As `jsonItems`, for a text that is known to be JSON. */
export function itemsOfValid(text: JsonText): readonly JsonText[] | undefined {
  return partsOf(text, '[');
}

/** The JSON text of a string; lone surrogates, which Python cannot write, are replaced. */
export function textOf(value: string): JsonText {
  return JSON.stringify(wellFormed(value));
}

/** The JSON text of an array of what the texts say. */
export function listText(items: readonly JsonText[]): JsonText {
  return `[${items.join(',')}]`;
}

/** What stands between the commas of the outermost brackets. O(length). */
function partsOf(text: JsonText, open: '{' | '['): JsonText[] | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith(open)) {
    return undefined;
  }
  const parts: string[] = [];
  let start = 1;
  let depth = 0;
  let at = 0;
  while (at < trimmed.length) {
    const character = trimmed[at];
    if (character === '"') {
      at = endOfString(trimmed, at);
      continue;
    }
    depth += depthChange(character);
    if ((character === ',' && depth === 1) || depth === 0) {
      parts.push(trimmed.slice(start, at).trim());
      start = at + 1;
    }
    at++;
  }
  return parts.filter(part => part !== '');
}

function depthChange(character: string | undefined): number {
  if (character === '{' || character === '[') {
    return 1;
  }
  return character === '}' || character === ']' ? -1 : 0;
}
