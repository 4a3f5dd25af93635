import { wellFormed } from '../../bundle/text';
import type { JsonText } from '../../bundle/types';

/**
 * JSON text in the spelling of Python's `json.dumps`: a space after each comma and colon, exponents of two digits,
 * bare NaN and infinities. Texts of the same value are then the same, whichever SDK wrote them.
 */
export const pythonJson = {
  string: (text: string): JsonText => JSON.stringify(wellFormed(text)),
  array: (items: readonly JsonText[]): JsonText => `[${items.join(', ')}]`,
  object: (members: readonly (readonly [string, JsonText])[]): JsonText =>
    `{${members.map(([key, text]) => `${pythonJson.string(key)}: ${text}`).join(', ')}}`,
  float: floatText
} as const;

/** The text of a parsed value. A number without a fraction is written as an integer; bigints keep their digits. */
export function pythonTextOf(value: unknown): JsonText {
  switch (typeof value) {
    case 'string':
      return pythonJson.string(value);
    case 'number':
      return Number.isSafeInteger(value) ? String(value) : floatText(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return structureText(value);
    case 'undefined':
    case 'function':
    case 'symbol':
      return 'null';
  }
}

/** With everything outside ASCII as `\uXXXX`: what `json.dumps` writes when it is not told otherwise. */
export function asciiOnly(json: JsonText): JsonText {
  return json.replace(
    /[^\x20-\x7e\n]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
}

function structureText(value: object | null): JsonText {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return pythonJson.array(value.map(pythonTextOf));
  }
  return pythonJson.object(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, pythonTextOf(member)])
  );
}

/** Python's `repr` of a float: an exponent from 1e16 up and below 1e-4, else a point in any case. */
function floatText(value: number): JsonText {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value !== 0 && (power >= 16 || power < -4)) {
    const size = String(Math.abs(power)).padStart(2, '0');
    return `${digits}e${power < 0 ? '-' : '+'}${size}`;
  }
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.includes('.') ? text : `${text}.0`;
}
