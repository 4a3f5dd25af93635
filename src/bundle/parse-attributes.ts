import { anyValueText, keyValueTexts, stringValueOf } from './any-value';
import { isJson, jsonTextOf, objectText, parseJson } from './json-text';
import { isList, isObject } from './read-json';
import { spanTypeOf } from './span-type';
import type { JsonText } from './types';

/**
 * How a string value of an attribute is to be read. MLflow's clients write the JSON text of every value (`encoded`);
 * its server gives values decoded (`decoded`); an OTLP exporter sends what the program set, JSON text for MLflow's
 * own attributes (`otlp`).
 */
export type AttributeForm = 'encoded' | 'decoded' | 'otlp';

/** What the attributes of a span tell; those with a column of their own are no longer in `rest`. */
export type SpanAttributes = {
  readonly spanType: string | undefined;
  readonly inputs: JsonText | undefined;
  readonly outputs: JsonText | undefined;
  readonly rest: JsonText | undefined;
};

/** Attributes with a column of their own; the last only repeats the id of the trace. */
const OWN_COLUMN: ReadonlySet<string> = new Set([
  'mlflow.spanType',
  'mlflow.spanInputs',
  'mlflow.spanOutputs',
  'mlflow.traceRequestId'
]);

/** Attributes as a map of JSON texts (`Trace.to_json()`, artifacts) or as OTLP's list of keys and values. */
export function parseAttributes(
  value: unknown,
  form: AttributeForm
): SpanAttributes {
  const texts = new Map(attributeTexts(value, form));
  const rest = [...texts].filter(([key]) => !OWN_COLUMN.has(key));
  return {
    spanType: spanTypeOf(texts),
    inputs: texts.get('mlflow.spanInputs'),
    outputs: texts.get('mlflow.spanOutputs'),
    rest:
      rest.length === 0
        ? undefined
        : objectText(rest.map(([key, text]) => [key, validText(text)]))
  };
}

/** Attributes of an event or a link: plain values in a map, or OTLP's list. */
export function plainAttributesText(value: unknown): JsonText {
  return isList(value)
    ? objectText(keyValueTexts(value))
    : jsonTextOf(value ?? {});
}

function attributeTexts(
  value: unknown,
  form: AttributeForm
): readonly (readonly [string, JsonText])[] {
  if (isList(value)) {
    return value.flatMap(entry => {
      const key = isObject(entry) ? entry['key'] : undefined;
      return isObject(entry) && typeof key === 'string'
        ? [[key, listedText(key, entry['value'], form)] as const]
        : [];
    });
  }
  return Object.entries(isObject(value) ? value : {}).map(([key, member]) => [
    key,
    typeof member === 'string' && form === 'encoded'
      ? member
      : jsonTextOf(member)
  ]);
}

function listedText(
  key: string,
  value: unknown,
  form: AttributeForm
): JsonText {
  const text = stringValueOf(value);
  return text !== undefined &&
    form === 'otlp' &&
    key.startsWith('mlflow.') &&
    isJson(text)
    ? text
    : anyValueText(value);
}

/** Text that is no strict JSON would spoil the object that it becomes a part of. */
function validText(text: JsonText): JsonText {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return isJson(text) ? jsonTextOf(parseJson(text)) : JSON.stringify(text);
  }
}
