import type { Callee } from '../../api/traced-call';

/** Takes one change back. Safe to call twice. */
export type Undo = () => void;

/** Marks a function that stands in for another; the same in every copy of the SDK. */
const ORIGINAL = Symbol.for('spanbook.autolog.original');

/**
 * Puts a function in the place of the method `name` of `owner`. Nothing is done twice: a method that any copy of the
 * SDK has replaced already stays as it is.
 *
 * @param replacement makes the new function of the old one; name, length and properties of the old one are kept.
 * @returns how to undo it; undefined when `owner` has no such method, or it is replaced already.
 */
export function replaceMethod(
  owner: unknown,
  name: string,
  replacement: (original: Callee) => Callee
): Undo | undefined {
  if (!isObject(owner)) {
    return undefined;
  }
  const holder = holderOf(owner, name);
  const original: unknown = holder && Reflect.get(holder, name);
  if (
    holder === undefined ||
    !isFunction(original) ||
    Object.hasOwn(original, ORIGINAL)
  ) {
    return undefined;
  }
  const replaced = likeOriginal(replacement(original), original);
  if (!Reflect.set(holder, name, replaced)) {
    return undefined; // frozen
  }
  return () => {
    // What somebody else has put there since is his.
    if (Reflect.get(holder, name) === replaced) {
      Reflect.set(holder, name, original);
    }
  };
}

/** The object in the prototype chain that has the property itself. */
function holderOf(owner: object, name: string): object | undefined {
  for (
    let holder: object | null = owner;
    holder !== null && holder !== Object.prototype;
    holder = Reflect.getPrototypeOf(holder)
  ) {
    if (Object.hasOwn(holder, name)) {
      return holder;
    }
  }
  return undefined;
}

function likeOriginal(replaced: Callee, original: Callee): Callee {
  for (const key of Reflect.ownKeys(original)) {
    const property = Reflect.getOwnPropertyDescriptor(original, key);
    if (property !== undefined && key !== 'prototype') {
      Reflect.defineProperty(replaced, key, property);
    }
  }
  Reflect.defineProperty(replaced, ORIGINAL, { value: original });
  return replaced;
}

/** True for what can hold properties. */
export function isObject(value: unknown): value is object {
  return (
    (typeof value === 'object' && value !== null) || typeof value === 'function'
  );
}

function isFunction(value: unknown): value is Callee {
  return typeof value === 'function';
}

/** The value at a path of properties; undefined when a part of the path is missing, or reading it throws. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (!isObject(found)) {
      return undefined;
    }
    try {
      found = Reflect.get(found, key);
    } catch {
      return undefined;
    }
  }
  return found;
}
