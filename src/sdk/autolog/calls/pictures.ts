import { Buffer } from 'node:buffer';

/** How the bytes of each kind of picture begin, in base64. */
const KINDS: readonly (readonly [string, string])[] = [
  ['/9j/', 'jpeg'],
  ['R0lG', 'gif'],
  ['UklG', 'webp']
];

/** A picture that is given as bytes, as the base64 that JSON would have; anything else as it is. */
export function base64Of(picture: unknown): unknown {
  return picture instanceof Uint8Array
    ? Buffer.from(
        picture.buffer,
        picture.byteOffset,
        picture.byteLength
      ).toString('base64')
    : picture;
}

/** A picture in base64, or as bytes, as the data URI by which it is shown, and stored as a file; anything else as it is. */
export function pictureUri(picture: unknown): unknown {
  const text = base64Of(picture);
  return typeof text !== 'string' || text.includes(':')
    ? text
    : `data:image/${kindOf(text)};base64,${text}`;
}

function kindOf(base64: string): string {
  return KINDS.find(([start]) => base64.startsWith(start))?.[1] ?? 'png';
}
