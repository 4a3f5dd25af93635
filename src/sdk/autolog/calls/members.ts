import { isObject, valueAt } from '../patching/patch';

/** The object itself, or one without members for what is none. */
export function membersOf(value: unknown): object {
  return isObject(value) ? value : {};
}

/** The own members of an object but for those that are undefined. */
export function definedIn(value: unknown): Record<string, unknown> {
  const defined: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value ?? {})) {
    if (member !== undefined) {
      defined[key] = member;
    }
  }
  return defined;
}

/** The own members of an object but for those of these names; anything else as it is. */
export function without(value: unknown, ...names: readonly string[]): unknown {
  if (!isObject(value)) {
    return value;
  }
  const kept: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (!names.includes(key)) {
      kept[key] = member;
    }
  }
  return kept;
}

/** Those members of an object that are there. */
export function picked(
  value: unknown,
  names: readonly string[]
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const key of isObject(value) ? Object.keys(value) : []) {
    const member = names.includes(key) ? valueAt(value, key) : undefined;
    if (member !== undefined && member !== null) {
      found[key] = member;
    }
  }
  return found;
}

/**
 * Of each member what was said last, where a null says that nothing is known. From the end: most is said by all, and need
 * not be written a thousand times.
 */
export function lastOf(values: readonly unknown[]): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (let at = values.length - 1; at >= 0; at--) {
    const value = values[at];
    for (const key of isObject(value) ? Object.keys(value) : []) {
      const member = valueAt(value, key);
      if (member !== null && member !== undefined) {
        members[key] ??= member;
      }
    }
  }
  return members;
}

/** A tool in the one form that MLflow shows, of whichever provider. */
export function chatTool(
  name: unknown,
  description: unknown,
  parameters: unknown
): object {
  return { type: 'function', function: { name, description, parameters } };
}
