import { isObject, valueAt } from '../patching/patch';

/** What is put together, part by part; all that is in it was made here, so that it can grow in place. */
export type Whole = Record<string, unknown>;

/** Texts that each part says whole, where others are appended. */
const WORDS: ReadonlySet<string> = new Set(['role', 'id', 'type', 'name']);

/**
 * Adds a part of an object: texts are appended, numbers replaced, what is in an object or a list is added likewise.
 * `null` says that a part knows nothing of a member.
 */
export function addDelta(whole: Whole, delta: unknown): void {
  for (const [key, part] of Object.entries(Object(delta) as object)) {
    if (part !== null && part !== undefined) {
      whole[key] = merged(whole[key], part, key);
    } else if (!(key in whole)) {
      whole[key] = null;
    }
  }
}

function merged(known: unknown, part: unknown, key: string): unknown {
  if (typeof part === 'string') {
    return typeof known !== 'string' || known === ''
      ? part
      : WORDS.has(key)
        ? part || known
        : known + part;
  }
  if (Array.isArray(part)) {
    return withParts(Array.isArray(known) ? known : [], part);
  }
  return isObject(part) ? withDelta(known, part) : part;
}

function withDelta(known: unknown, part: object): Whole {
  const whole = isWhole(known) ? known : {};
  addDelta(whole, part);
  return whole;
}

function isWhole(value: unknown): value is Whole {
  return isObject(value) && !Array.isArray(value);
}

/** Elements that tell their place are parts of the one at that place; others follow. */
function withParts(known: unknown[], parts: readonly unknown[]): unknown[] {
  for (const part of parts) {
    const index = valueAt(part, 'index');
    if (index === undefined || !isObject(part)) {
      known.push(part);
      continue;
    }
    const place = known.findIndex(one => valueAt(one, 'index') === index);
    known[place < 0 ? known.length : place] = withDelta(known[place], part);
  }
  return known;
}
