import { isObject, valueAt } from './patch';

/**
 * A part of a client, such as `chat`, of whichever is handed in: the client, its class, or a module that exports the class
 * under one of these names. A client of the class is made for it: making one asks nobody anything.
 */
export function clientPart(
  subject: unknown,
  classes: readonly string[],
  ...path: readonly string[]
): unknown {
  const found = [subject, ...classes.map(key => valueAt(subject, key))];
  for (const candidate of found) {
    const client =
      typeof candidate === 'function' ? clientOf(candidate) : candidate;
    const part = valueAt(client, ...path);
    if (isObject(part)) {
      return part;
    }
  }
  return undefined;
}

// The type of all that can be called, which is what a class of a user's choice is.
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
function clientOf(candidate: Function): unknown {
  try {
    return Reflect.construct(candidate, [{ apiKey: 'none' }]) as unknown;
  } catch {
    return undefined; // a function that is no class, or a class of something else
  }
}
