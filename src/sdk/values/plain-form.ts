import { types } from 'node:util';
import { VALUE_LIMITS } from './limits';

/**
 * How an object is written: as another value, as an array, or as an object. `elements` and `fields` are read with
 * `readField` one by one: arrays and plain objects are most of what is recorded, and lists of their entries cost more
 * than writing them.
 */
export type PlainForm =
  | { readonly kind: 'value'; readonly value: unknown }
  | {
      readonly kind: 'elements';
      readonly array: readonly unknown[];
      readonly length: number;
    }
  | {
      readonly kind: 'fields';
      readonly value: object;
      readonly keys: readonly string[];
    }
  | {
      readonly kind: 'items';
      readonly items: Iterable<unknown>;
      readonly length: number;
    }
  | {
      readonly kind: 'members';
      readonly members: Iterable<readonly [string, unknown]>;
    };

/**
 * The form in which an object or function is recorded; never throws.
 *
 * | value | form |
 * |---|---|
 * | plain object, class instance | its own enumerable fields; `toJSON()` when it has one |
 * | Map with string keys | object; other Maps: `[[key, value], …]`; Set: array |
 * | Date, RegExp, URL, boxed primitive | text or primitive |
 * | Error | `{name, message, stack, cause?, errors?, …own fields}` |
 * | typed array, Buffer, ArrayBuffer | `{type, length, head}` |
 * | function, promise, stream, iterator, object without fields | `[ClassName]`, never called, awaited or consumed |
 */
export function plainFormOf(value: object): PlainForm {
  try {
    // Nearly every object is one of these, and what follows asks a dozen times whether it is something else.
    return Object.getPrototypeOf(value) === Object.prototype
      ? dataForm(value)
      : (builtInForm(value) ?? customForm(value));
  } catch (error) {
    return text(`[unreadable: ${safeMessage(error)}]`);
  }
}

function builtInForm(value: object): PlainForm | undefined {
  if (typeof value === 'function') {
    return text(functionMark(value));
  }
  if (Array.isArray(value)) {
    return { kind: 'elements', array: value, length: value.length };
  }
  if (types.isDate(value)) {
    return text(isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString());
  }
  if (types.isRegExp(value)) {
    return text(RegExp.prototype.toString.call(value));
  }
  if (types.isMap(value)) {
    return mapForm(value);
  }
  if (types.isSet(value)) {
    return {
      kind: 'items',
      items: Set.prototype.values.call(value),
      length: value.size
    };
  }
  if (types.isNativeError(value) || value instanceof Error) {
    return { kind: 'members', members: errorMembers(value) };
  }
  if (types.isArrayBufferView(value) || types.isAnyArrayBuffer(value)) {
    return { kind: 'members', members: binaryMembers(value) };
  }
  return types.isBoxedPrimitive(value)
    ? { kind: 'value', value: value.valueOf() }
    : undefined;
}

/** Methods that make something else of a plain object than its data. */
const METHODS: ReadonlySet<string> = new Set([
  ...['toJSON', 'then', 'pipe', 'getReader', 'next']
]);

/** Of an object without a class, of which nearly every one is data alone. */
function dataForm(value: object): PlainForm {
  const keys = Object.keys(value);
  const isData = !('toJSON' in value) && !keys.some(key => METHODS.has(key));
  return isData ? { kind: 'fields', value, keys } : customForm(value);
}

function customForm(value: object): PlainForm {
  const toJson: unknown = Reflect.get(value, 'toJSON');
  if (typeof toJson === 'function') {
    const json: unknown = Reflect.apply(toJson, value, ['']);
    return json === value ? fieldsForm(value) : { kind: 'value', value: json };
  }
  return isLive(value) ? text(`[${classNameOf(value)}]`) : fieldsForm(value);
}

/** Promises, streams and iterators: reading their insides tells nothing, and touching them may consume them. */
function isLive(value: object): boolean {
  return (
    types.isPromise(value) ||
    types.isGeneratorObject(value) ||
    ['then', 'pipe', 'getReader', 'next'].some(
      name => typeof readField(value, name) === 'function'
    )
  );
}

function fieldsForm(value: object): PlainForm {
  const keys = Object.keys(value);
  if (keys.length === 0 && !isPlain(value)) {
    return text(ownText(value) ?? `[${classNameOf(value)}]`);
  }
  return { kind: 'fields', value, keys };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    prototype === Object.prototype ||
    classNameOf(value) === 'Object'
  );
}

/** What the class itself says of its instance, as URLSearchParams does; undefined when it says nothing. */
function ownText(value: object): string | undefined {
  const toText: unknown = Reflect.get(value, 'toString');
  if (typeof toText !== 'function' || toText === Object.prototype.toString) {
    return undefined;
  }
  const result: unknown = Reflect.apply(toText, value, []);
  return typeof result === 'string' && !result.startsWith('[object ')
    ? result
    : undefined;
}

function* fieldsOf(
  value: object,
  keys: readonly string[]
): Iterable<readonly [string, unknown]> {
  for (const key of keys) {
    yield [key, readField(value, key)];
  }
}

function mapForm(map: Map<unknown, unknown>): PlainForm {
  return hasTextKeys(map)
    ? { kind: 'members', members: Map.prototype.entries.call(map) }
    : {
        kind: 'items',
        items: Map.prototype.entries.call(map),
        length: map.size
      };
}

function hasTextKeys(map: Map<unknown, unknown>): map is Map<string, unknown> {
  let count = 0;
  for (const key of Map.prototype.keys.call(map)) {
    if (typeof key !== 'string') {
      return false;
    }
    if (++count > VALUE_LIMITS.items) {
      break;
    }
  }
  return true;
}

function* errorMembers(error: Error): Iterable<readonly [string, unknown]> {
  const shown = new Set(['name', 'message', 'stack', 'cause', 'errors']);
  yield ['name', readField(error, 'name')];
  yield ['message', readField(error, 'message')];
  yield ['stack', readField(error, 'stack')];
  yield ['cause', readField(error, 'cause')];
  // Of an AggregateError, where it is not enumerable.
  yield ['errors', readField(error, 'errors')];
  yield* fieldsOf(
    error,
    Object.keys(error).filter(key => !shown.has(key))
  );
}

function* binaryMembers(
  binary: ArrayBufferView | ArrayBufferLike
): Iterable<readonly [string, unknown]> {
  yield ['type', classNameOf(binary)];
  if (types.isTypedArray(binary)) {
    yield ['length', binary.length];
    yield ['head', [...binary.subarray(0, VALUE_LIMITS.binaryHead)]];
  } else {
    yield ['length', binary.byteLength];
  }
}

/** A getter that throws costs its own field only. */
export function readField(value: object, key: string | number): unknown {
  try {
    return Reflect.get(value, key);
  } catch (error) {
    return `[unreadable: ${safeMessage(error)}]`;
  }
}

function functionMark(fn: object): string {
  const name: unknown = Reflect.get(fn, 'name');
  const label = typeof name === 'string' && name !== '' ? `: ${name}` : '';
  return `[${classNameOf(fn)}${label}]`;
}

function classNameOf(value: object): string {
  const constructor: unknown = Reflect.get(value, 'constructor');
  const name: unknown =
    typeof constructor === 'function' && constructor !== Object
      ? constructor.name
      : // Iterators, for one, have no class of their own.
        Reflect.get(value, Symbol.toStringTag);
  return typeof name === 'string' && name !== '' ? name : 'Object';
}

function safeMessage(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'unknown error';
  }
}

function text(value: string): PlainForm {
  return { kind: 'value', value };
}
