// What the Node programs of this benchmark share with each other, and repeat for Python in python.py: they obey one
// command a line, and answer each with a line of JSON.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {object} Side
 * @property {(spans: number) => (number: number) => Promise<unknown>} traced a function whose call is a trace of that
 *   many spans
 * @property {(seconds: number) => Promise<unknown>} flush
 */

const heapUsed = () => {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** @type {Record<string, (side: Side, told: Record<string, number>) => Promise<unknown>>} */
const COMMANDS = {
  /** Milliseconds that the caller of each trace waits. */
  async call({ traced }, { spans, traces }) {
    const call = traced(spans);
    const begun = performance.now();
    for (let i = 0; i < traces; i++) await call(i);
    return (performance.now() - begun) / traces;
  },

  /** Milliseconds until everything is delivered. */
  async flush({ flush }, { seconds }) {
    const begun = performance.now();
    await flush(seconds);
    return performance.now() - begun;
  },

  /** Bytes of a trace that waits; nothing can be sent before this returns. */
  async memory({ traced }, { spans, traces }) {
    const call = traced(spans);
    await call(0);
    const before = heapUsed();
    for (let i = 0; i < traces; i++) await call(i);
    return (heapUsed() - before) / traces;
  },

  /** Traces at a steady rate for some time: how many, and the longest wait of a caller in milliseconds. */
  async steady({ traced }, { spans, perSecond, seconds }) {
    const call = traced(spans);
    const begun = performance.now();
    let made = 0;
    let longest = 0;
    for (; performance.now() - begun < seconds * 1000; made++) {
      const start = performance.now();
      await call(made);
      longest = Math.max(longest, performance.now() - start);
      await sleep(1000 / perSecond);
    }
    return { made, longest };
  },

  /** Milliseconds of CPU of this process so far. */
  async cpu() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
};

/** @param {Side} side */
export function obey(side) {
  createInterface({ input: process.stdin }).on('line', async line => {
    const told = JSON.parse(line);
    const answer = await COMMANDS[told.do](side, told);
    process.stdout.write(`${JSON.stringify({ answer })}\n`);
  });
}
