/**
 * How much of one value is recorded. Beyond a limit the value is cut at that place with a visible mark, so that
 * recording costs a bounded time (about 0.1 s for the largest value) and memory, however large the user's data is.
 */
export const VALUE_LIMITS = {
  /** UTF-16 units of one string. Of an image, a sound or a PDF file in base64 as many as of the whole text: 6 MB. */
  stringLength: 2_000_000,
  /** Elements of one array, Map or Set, and keys of one object. */
  items: 10_000,
  /** Levels of nesting; JSON readers of other languages give up near 1,000. */
  depth: 100,
  /** Values in all, nested ones counted. */
  nodes: 200_000,
  /** UTF-16 units of JSON text in all; MLflow stores 10 MB a span within a second. */
  textLength: 8_000_000,
  /** Elements of a typed array that are shown. */
  binaryHead: 32
} as const;
