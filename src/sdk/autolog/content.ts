/** Numbers of an embedding that are recorded; of a thousand and more nobody reads the rest. */
const VECTOR_HEAD = 8;

/** Shorter lists of numbers are recorded whole. */
const SHORT_VECTOR = 64;

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

/** Levels below which nothing is looked at. */
const DEPTH = 40;

/** Copies plain data with each text by its length alone, for those who must not keep what was said. */
export function shapeOf(value: unknown, key = '', depth = 0): unknown {
  if (typeof value === 'string') {
    return STRUCTURAL.has(key) ? value : `[${value.length} characters]`;
  }
  if (typeof value !== 'object' || value === null || depth > DEPTH) {
    return value;
  }
  if (isVector(value)) {
    return `[${value.length} numbers]`;
  }
  return Array.isArray(value)
    ? value.map(item => shapeOf(item, key, depth + 1))
    : Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          name,
          shapeOf(item, name, depth + 1)
        ])
      );
}

/** An embedding's head and how much more there is; anything else as it is. */
export function shortVector(vector: unknown): unknown {
  return isVector(vector) && vector.length > SHORT_VECTOR
    ? [
        ...Array.from(vector).slice(0, VECTOR_HEAD),
        `… [${vector.length - VECTOR_HEAD} more numbers]`
      ]
    : vector;
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
