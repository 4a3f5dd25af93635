import {
  digitsOf,
  jsonTextOf,
  MAX_DEPTH,
  objectText,
  TOO_DEEP,
  unmarked
} from './json-text';
import { isList, isObject, type Unknown } from './read-json';
import type { JsonText } from './types';

/**
 * Attributes of OTLP, as key and JSON text: `[{key, value: AnyValue}]` with the names of protobuf's JSON form
 * (`stringValue`) or of MLflow's REST API (`string_value`). Entries without a key are left out.
 */
export function keyValueTexts(
  entries: readonly unknown[]
): readonly (readonly [string, JsonText])[] {
  return keyValues(entries, []);
}

/** The text of an attribute that is a string, `undefined` when it is anything else. */
export function stringValueOf(value: unknown): string | undefined {
  const text = isObject(value) ? member(value, 'string') : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** JSON text of one `AnyValue`; `null` when it has no value. Never throws. */
export function anyValueText(value: unknown): JsonText {
  return valueText(value, []);
}

function keyValues(
  entries: readonly unknown[],
  above: readonly unknown[]
): readonly (readonly [string, JsonText])[] {
  return entries.flatMap(entry =>
    isObject(entry) && typeof entry['key'] === 'string'
      ? [[entry['key'], valueText(entry['value'], above)] as const]
      : []
  );
}

function valueText(value: unknown, above: readonly unknown[]): JsonText {
  if (!isObject(value)) {
    return 'null';
  }
  if (above.length >= MAX_DEPTH || above.includes(value)) {
    return TOO_DEEP;
  }
  return (
    structureText(value, [...above, value]) ??
    integerText(member(value, 'int')) ??
    doubleText(member(value, 'double')) ??
    jsonTextOf(
      member(value, 'string') ?? member(value, 'bool') ?? member(value, 'bytes')
    )
  );
}

function structureText(
  value: Unknown,
  above: readonly unknown[]
): JsonText | undefined {
  const items = valuesOf(member(value, 'array'));
  if (items !== undefined) {
    return `[${items.map(item => valueText(item, above)).join(',')}]`;
  }
  const members = valuesOf(member(value, 'kvlist'));
  return members === undefined
    ? undefined
    : objectText(keyValues(members, above));
}

/** The `values` of an array or key-value list; protobuf leaves out what is empty. */
function valuesOf(list: unknown): readonly unknown[] | undefined {
  if (!isObject(list)) {
    return undefined;
  }
  return isList(list['values']) ? list['values'] : [];
}

/** 64-bit integers are strings in protobuf's JSON form, numbers in MLflow's. */
function integerText(value: unknown): JsonText | undefined {
  return value === undefined
    ? undefined
    : (digitsOf(value) ?? jsonTextOf(value));
}

/** `NaN` and `Infinity` come as strings and stay strings; marked digits are a number that was written without a point. */
function doubleText(value: unknown): JsonText | undefined {
  if (typeof value !== 'string') {
    return value === undefined ? undefined : jsonTextOf(value);
  }
  return digitsOf(value) ?? jsonTextOf(unmarked(value));
}

function member(value: Unknown, type: string): unknown {
  return value[`${type}Value`] ?? value[`${type}_value`] ?? undefined;
}
