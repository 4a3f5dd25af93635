/** A function of a kernel, of which only `typeof` is known. */
export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** An object of a kernel whose members may be missing or replaced. */
export type AnyObject = { [key: PropertyKey]: unknown };

export function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

export function isObject(value: unknown): value is AnyObject {
  return (
    (typeof value === 'object' && value !== null) || typeof value === 'function'
  );
}

/** The member at the end of a path, undefined where the path breaks off or a getter throws. */
export function probe(value: unknown, ...path: PropertyKey[]): unknown {
  try {
    return path.reduce<unknown>(
      (at, key) => (isObject(at) ? at[key] : undefined),
      value
    );
  } catch {
    return undefined;
  }
}

/**
 * Replaces the method `name` of `owner` by what `wrap` makes of it; false when there is no such method or it cannot be
 * replaced.
 */
export function wrapMethod(
  owner: unknown,
  name: string,
  wrap: (original: AnyFunction) => AnyFunction
): boolean {
  const original = probe(owner, name);
  if (!isObject(owner) || !isFunction(original)) {
    return false;
  }
  try {
    owner[name] = wrap(original);
    return true;
  } catch {
    return false;
  }
}
