import { digitsOf, unmarked } from '../../bundle/json-text';
import { isList, isObject } from '../../bundle/read-json';
import type { JsonText } from '../../bundle/types';
import { pythonJson } from './python-json';

/**
 * Attributes as MLflow's REST API lists them, `[{key, value: {string_value: …}}]`, as key and JSON text in Python's
 * spelling: what Python's SDK makes of the same answer. Of a key that stands twice the last counts, as in Python.
 */
export function attributeTexts(list: unknown): Map<string, JsonText> {
  return new Map(keyValueTexts(list));
}

function keyValueTexts(
  list: unknown
): readonly (readonly [string, JsonText])[] {
  return (isList(list) ? list : [])
    .filter(isObject)
    .map(({ key, value }) => [
      typeof key === 'string' ? key : '',
      anyValueText(value)
    ]);
}

/** JSON text of one `AnyValue` of OpenTelemetry's protocol; `null` when it holds nothing. */
function anyValueText(value: unknown): JsonText {
  const [kind = '', content] =
    Object.entries(isObject(value) ? value : {})[0] ?? [];
  switch (kind) {
    case 'string_value':
    case 'bytes_value':
      return pythonJson.string(String(content));
    case 'bool_value':
      return String(content === true);
    case 'int_value':
      return digitsOf(content) ?? 'null';
    case 'double_value':
      return doubleText(content);
    case 'array_value':
      return pythonJson.array(valuesOf(content).map(anyValueText));
    case 'kvlist_value':
      return pythonJson.object(keyValueTexts(valuesOf(content)));
    default:
      return 'null';
  }
}

/** NaN and the infinities come as strings. */
function doubleText(content: unknown): JsonText {
  return pythonJson.float(
    typeof content === 'string' ? Number(unmarked(content)) : Number(content)
  );
}

function valuesOf(list: unknown): readonly unknown[] {
  return isObject(list) && isList(list['values']) ? list['values'] : [];
}
