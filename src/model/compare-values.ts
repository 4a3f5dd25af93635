import diff from 'microdiff';
import { parseExactJson } from '../bundle/json-text';
import type { JsonText } from '../bundle/types';

/** A place where two values are not the same. */
export type ValueDifference = {
  /** Steps from the value: empty for the value itself. */
  readonly path: readonly (string | number)[];
  readonly kind: 'added' | 'removed' | 'changed';
  /** Present unless the value was added. */
  readonly before?: unknown;
  /** Present unless the value was removed. */
  readonly after?: unknown;
};

const KINDS = {
  CREATE: 'added',
  REMOVE: 'removed',
  CHANGE: 'changed'
} as const;

/**
 * Where two payloads differ, in the order of their members; nothing when they say the same in other spelling. Text
 * that is no JSON is compared whole; an absent payload differs from JSON null.
 */
export function compareValues(
  before: JsonText | undefined,
  after: JsonText | undefined
): readonly ValueDifference[] {
  if (before === undefined || after === undefined) {
    return before === after ? [] : [wholeDifference(before, after)];
  }
  const [a, b] = [valueOf(before), valueOf(after)];
  return isStructure(a) && isStructure(b) && isArray(a) === isArray(b)
    ? structureDifferences(a, b)
    : changed(a, b);
}

function changed(before: unknown, after: unknown): readonly ValueDifference[] {
  return Object.is(before, after)
    ? []
    : [{ path: [], kind: 'changed', before, after }];
}

function wholeDifference(
  before: JsonText | undefined,
  after: JsonText | undefined
): ValueDifference {
  return before === undefined
    ? { path: [], kind: 'added', after: valueOf(after ?? '') }
    : { path: [], kind: 'removed', before: valueOf(before) };
}

type Structure = Record<string, unknown> | unknown[];

function structureDifferences(
  a: Structure,
  b: Structure
): readonly ValueDifference[] {
  try {
    return diff(a, b, { cyclesFix: false }).map(found => ({
      path: found.path,
      kind: KINDS[found.type],
      ...('oldValue' in found ? { before: found.oldValue as unknown } : {}),
      ...('value' in found ? { after: found.value as unknown } : {})
    }));
  } catch {
    return changed(a, b); // deeper than the engine's stack
  }
}

function valueOf(text: JsonText): unknown {
  try {
    return parseExactJson(text);
  } catch {
    return text;
  }
}

function isStructure(value: unknown): value is Structure {
  return typeof value === 'object' && value !== null;
}

function isArray(value: unknown): boolean {
  return Array.isArray(value);
}
