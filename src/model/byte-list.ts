import { mimeOf, type Blob } from './blob';

/** Shorter lists of small numbers are lists of numbers. */
const MIN_BYTES = 16;

/** As many as the beginnings of all files that `mimeOf` knows. */
const HEAD = 12;

/** A multiple of 3, so that the base64 of the pieces can be joined; few enough for the arguments of a call. */
const PIECE = 24_576;

/**
 * The bytes that a value stands for which JSON wrote number by number: `{"type": "Buffer", "data": […]}` of Node, the
 * `{"0": 137, "1": 80, …}` of a Uint8Array, and a list that begins as a file does. Any other list of numbers is one.
 * O(bytes) for what is bytes, O(1) for nearly all that is not, but for the keys of an object.
 */
export function bytesOf(value: unknown): Blob | undefined {
  const list = listOf(value);
  if (!list) {
    return undefined;
  }
  const base64 = base64Of(list);
  const mime = mimeOf(base64);
  return { base64, bytes: list.length, ...(mime && { mime }) };
}

function listOf(value: unknown): readonly number[] | undefined {
  if (Array.isArray(value)) {
    return value.length >= MIN_BYTES && isFile(value)
      ? allBytes(value)
      : undefined;
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  if ('type' in value && 'data' in value) {
    return value.type === 'Buffer' && Array.isArray(value.data)
      ? allBytes(value.data)
      : undefined;
  }
  // Keys that are whole numbers come in their order: the last one tells whether all are there.
  const keys = Object.keys(value);
  return keys.length >= MIN_BYTES && keys.at(-1) === String(keys.length - 1)
    ? allBytes(Object.values(value))
    : undefined;
}

function isFile(list: readonly unknown[]): boolean {
  const head = allBytes(list.slice(0, HEAD));
  return head !== undefined && mimeOf(base64Of(head)) !== undefined;
}

function allBytes(list: readonly unknown[]): readonly number[] | undefined {
  return list.every(isByte) ? list : undefined;
}

function isByte(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 256;
}

function base64Of(bytes: readonly number[]): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) {
    pieces.push(btoa(String.fromCharCode(...bytes.slice(at, at + PIECE))));
  }
  return pieces.join('');
}
