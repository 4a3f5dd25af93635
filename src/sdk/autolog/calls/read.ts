import { valueAt } from '../patching/patch';

/** The text at a path of properties; empty when there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const text = valueAt(value, ...path);
  return typeof text === 'string' ? text : '';
}

/** The number at a path of properties. */
export function countAt(
  value: unknown,
  ...path: readonly string[]
): number | undefined {
  const count = valueAt(value, ...path);
  return typeof count === 'number' ? count : undefined;
}

/** The list at a path of properties; empty when there is none. */
export function listAt(
  value: unknown,
  ...path: readonly string[]
): readonly unknown[] {
  const list = valueAt(value, ...path);
  return Array.isArray(list) ? list : [];
}
