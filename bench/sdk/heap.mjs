// Heap that a trace of one span without payload holds while it waits to be sent. Run with --expose-gc.
import { flushTraces, trace } from 'spanbook';
import { median } from '../figures.mjs';

const TRACES = 400;
const ROUNDS = 5;

const nothing = trace(function nothing() {});

function heapUsed() {
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

// Code is compiled and tables are made before anything is counted.
for (let i = 0; i < TRACES; i++) nothing();

const heaps = [];
for (let round = 0; round < ROUNDS; round++) {
  const before = heapUsed();
  for (let i = 0; i < TRACES; i++) nothing();
  heaps.push((heapUsed() - before) / TRACES / 1024);
}
// No turn of the event loop has passed: nothing was sent, every trace waits.
const { pending } = await flushTraces({ timeout: 0 });
const made = TRACES * (ROUNDS + 1);
if (pending !== made) {
  throw new Error(`${pending} of ${made} traces wait: this is not their heap`);
}
process.send([
  {
    ...{ name: 'heap per waiting trace', unit: 'KiB' },
    ours: median(heaps),
    other: NaN,
    ...{ judged: 'value', budget: 10 }
  }
]);
process.disconnect();
