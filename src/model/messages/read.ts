import { parseExactJson } from '../../bundle/json-text';

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether the value is a JSON object, and no list. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one in the place of anything else. */
export function membersOf(value: unknown): Json {
  return isJson(value) ? value : {};
}

/** The list, or an empty one in the place of anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text when it is one and not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The first of the members with those names that is a text and not empty. */
export function textAt(
  members: Json,
  ...keys: readonly string[]
): string | undefined {
  return keys.map(key => textOf(members[key])).find(text => text !== undefined);
}

/** The first of the members with those names that is there and not null. */
export function valueAt(members: Json, ...keys: readonly string[]): unknown {
  const key = keys.find(name => isThere(members[name]));
  return key === undefined ? undefined : members[key];
}

export function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Longer texts are not tried: an attribute of a trace is rarely 4 MB of JSON in a string. */
const MAX_PARSED = 4_000_000;

/** An object or list that was written as JSON text, parsed; anything else as it is. */
export function parsedIfJson(value: unknown): unknown {
  if (typeof value !== 'string' || value.length > MAX_PARSED) {
    return value;
  }
  if (!/^\s*[[{]/.test(value)) {
    return value;
  }
  try {
    return parseExactJson(value);
  } catch {
    return value;
  }
}
