import { randomBytes } from 'node:crypto';

/** Bytes drawn at a time: asking for each id by itself takes ten times as long, and so does writing it as digits. */
const POOL_SIZE = 2048;

/** Random hexadecimal digits, and how many of them have been given out. */
let digits = '';
let used = 0;

/**
 * That many random bytes as hexadecimal digits. Not from `Math.random`: a notebook that seeds it would give the same ids
 * in each run, and tracing would change the numbers that the user's program draws.
 */
export function randomHex(bytes: 8 | 16): string {
  return take(bytes * 2);
}

/** A number from 0 up to 1, of 32 random bits. */
export function randomFraction(): number {
  return parseInt(take(8), 16) / 2 ** 32;
}

function take(count: number): string {
  if (used + count > digits.length) {
    digits = randomBytes(POOL_SIZE).toString('hex');
    used = 0;
  }
  used += count;
  return digits.slice(used - count, used);
}
