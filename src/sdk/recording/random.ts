import { randomFillSync } from 'node:crypto';
import { Buffer } from 'node:buffer';

/** Bytes drawn at a time: asking for each id by itself takes ten times as long. */
const POOL_SIZE = 4096;

const pool = Buffer.allocUnsafe(POOL_SIZE);
let used = POOL_SIZE;

/**
 * That many random bytes as hexadecimal digits. Not from `Math.random`: a notebook that seeds it would give the same ids
 * in each run, and tracing would change the numbers that the user's program draws.
 */
export function randomHex(bytes: 8 | 16): string {
  const start = take(bytes);
  return pool.toString('hex', start, start + bytes);
}

/** A number from 0 up to 1, of 32 random bits. */
export function randomFraction(): number {
  return pool.readUInt32LE(take(8)) / 2 ** 32;
}

/** Where that many fresh bytes begin. */
function take(bytes: number): number {
  if (used + bytes > POOL_SIZE) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return used - bytes;
}
