// Heap while a search goes through all stored traces: `search.mjs <traces>`. Run with --expose-gc.
import { iterateTraces } from 'spanbook';

const traces = Number(process.argv[2]);
const tenth = Math.floor(traces / 10);

function heapUsed() {
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

const heaps = [];
const times = [];
let found = 0;
let begun = performance.now();
for await (const trace of iterateTraces({ includeSpans: false })) {
  found += trace.info.state === 'OK' ? 1 : 0;
  if (found % tenth === 0) {
    times.push(((performance.now() - begun) / tenth) * 100);
    heaps.push(heapUsed());
    begun = performance.now();
  }
}
process.send({ found, heaps, times });
process.disconnect();
