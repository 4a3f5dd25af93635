import { valueAt } from '../patching/patch';

/** Numbers of an embedding that are recorded; of a thousand and more nobody reads the rest. */
const VECTOR_HEAD = 8;

/** Shorter lists of numbers are recorded whole. */
const SHORT_VECTOR = 64;

/** How many numbers there were of embeddings of which the head is left. */
const lengths = new WeakMap<object, number>();

/** No text of that length under a vector's name is anything but its numbers in base64. */
const LONG_TEXT = 256;

/** Texts under these keys say what a call is, not what it is about. */
const STRUCTURAL: ReadonlySet<string> = new Set([
  'model',
  'role',
  'type',
  'object',
  'id',
  'name',
  'finish_reason',
  'stop_reason',
  'status',
  'service_tier',
  'system_fingerprint',
  'tool_choice',
  'encoding_format',
  'call_id',
  'tool_call_id'
]);

/** What stands under these, when it is an object, has names of the program's own making, such as a tool's arguments. */
const FREE: ReadonlySet<string> = new Set([
  'arguments',
  'args',
  'input',
  'inputs',
  'json',
  'metadata',
  'parsed',
  'parsed_arguments',
  'parsed_output',
  'response',
  'structuredContent',
  'variables'
]);

/** Levels below which nothing is looked at. */
const DEPTH = 40;

/** Copies plain data with each text by its length alone, for those who must not keep what was said. */
export function shapeOf(value: unknown): unknown {
  return shapeAt(value, '', [], false);
}

/** The same of a value whose every name is the program's own, so that none says what a text is. */
export function freeShapeOf(value: unknown): unknown {
  return shapeAt(value, '', [], true);
}

function shapeAt(
  value: unknown,
  key: string,
  above: readonly object[],
  isFree: boolean
): unknown {
  if (typeof value === 'string') {
    return !isFree && STRUCTURAL.has(key)
      ? value
      : `[${value.length} characters]`;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const size = sizeOf(value);
  if (size !== undefined) {
    return size;
  }
  if (above.length > DEPTH || above.includes(value)) {
    return '[not recorded]';
  }
  const below = [...above, value];
  return Array.isArray(value)
    ? value.map(item => shapeAt(item, key, below, isFree))
    : Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          name,
          shapeAt(item, name, below, isFree || isFreeUnder(name, item))
        ])
      );
}

function isFreeUnder(name: string, value: unknown): boolean {
  return FREE.has(name) && !Array.isArray(value);
}

/** How much there is of what is one value of many numbers: an embedding, a picture. */
function sizeOf(value: object): string | undefined {
  const length = lengths.get(value) ?? (isVector(value) ? value.length : 0);
  if (length > 0) {
    return `[${length} numbers]`;
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return `[${value.byteLength} bytes]`;
  }
  if (value instanceof Blob) {
    return `[${value.size} bytes]`;
  }
  // A file that is read as it is sent: it has nothing of its own to show, and much of the machine's.
  return typeof valueAt(value, 'pipe') === 'function' ? '[stream]' : undefined;
}

/**
 * An embedding's head and how much more there is, also of one that is in base64; anything else as it is.
 */
export function shortVector(vector: unknown): unknown {
  if (typeof vector === 'string' && vector.length > LONG_TEXT) {
    return `${vector.slice(0, VECTOR_HEAD)}… [${vector.length - VECTOR_HEAD} more characters]`;
  }
  if (!isVector(vector) || vector.length <= SHORT_VECTOR) {
    return vector;
  }
  const head = [
    ...Array.from(vector).slice(0, VECTOR_HEAD),
    `… [${vector.length - VECTOR_HEAD} more numbers]`
  ];
  lengths.set(head, vector.length);
  return head;
}

type Vector = ArrayLike<number> & Iterable<number>;

function isVector(value: unknown): value is Vector {
  return (
    value instanceof Float32Array ||
    value instanceof Float64Array ||
    (Array.isArray(value) &&
      value.length > 0 &&
      typeof value[0] === 'number' &&
      typeof value[value.length - 1] === 'number')
  );
}
