import { isObject } from './patch';

/** The own members of an object but for those of these names; anything else as it is. */
export function without(value: unknown, ...names: readonly string[]): unknown {
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).filter(([key]) => !names.includes(key))
      )
    : value;
}

/** Those members of an object that are there. */
export function picked(
  value: unknown,
  names: readonly string[]
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).filter(
      ([key, member]) =>
        names.includes(key) && member !== undefined && member !== null
    )
  );
}

/** A tool in the one form that MLflow shows, of whichever provider. */
export function chatTool(
  name: unknown,
  description: unknown,
  parameters: unknown
): object {
  return { type: 'function', function: { name, description, parameters } };
}
