import type { Attributes } from '@opentelemetry/api';
import type { JsonText } from '../../bundle/types';

type AttributeValue = Attributes[string];

/**
 * The OTLP attribute value that MLflow reads back as the value of this JSON text.
 *
 * Its server parses a string attribute as JSON when that gives a string, an array or an object, and keeps it as text
 * otherwise (`sanitize_attributes`, MLflow 3.17). So arrays and objects travel as their JSON text, numbers and
 * booleans as native values, and a string as itself unless it could be taken for JSON. `undefined` is an empty value,
 * which is read back as null.
 */
export function otlpValueOf(json: JsonText): AttributeValue {
  if (json in WORDS) {
    return WORDS[json];
  }
  const first = json.charAt(0);
  if (first === '{' || first === '[') {
    return json;
  }
  return first === '"' ? otlpTextOf(json) : otlpNumberOf(json);
}

const WORDS: Readonly<Record<string, boolean | undefined>> = {
  true: true,
  false: false,
  null: undefined
};

/** First characters with which a text may be JSON of a string, an array or an object. */
const MAY_BE_JSON = /^\s*["[{]/;

function otlpTextOf(json: JsonText): string {
  const text = String(JSON.parse(json));
  return MAY_BE_JSON.test(text) ? json : text;
}

/** OpenTelemetry's encoder takes JavaScript numbers only: integers that are none travel as text. */
function otlpNumberOf(json: JsonText): number | string {
  const value = Number(json);
  const isExact = !/^-?\d+$/.test(json) || BigInt(json) === BigInt(value);
  return isExact ? value : json;
}
