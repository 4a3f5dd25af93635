import type { JsonText } from '../../bundle/types';

/** What JSON allows between its parts: text that another program wrote may have it. */
const SPACE: ReadonlySet<string> = new Set([' ', '\n', '\r', '\t']);

/**
 * JSON text with a space after each comma and colon, as Python writes it: previews then read the same whichever SDK
 * made the trace. Stops once `limit` characters are written; the rest is not looked at.
 */
export function spacedJson(json: JsonText, limit: number): string {
  let result = '';
  let isInText = false;
  for (let i = 0; i < json.length && result.length < limit; i++) {
    const char = json.charAt(i);
    if (!isInText && SPACE.has(char)) {
      continue;
    }
    result += char;
    if (isInText && char === '\\') {
      i += 1;
      result += json.charAt(i);
    } else if (char === '"') {
      isInText = !isInText;
    } else if (!isInText && (char === ',' || char === ':')) {
      result += ' ';
    }
  }
  return result;
}
