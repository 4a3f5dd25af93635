// Cost of a trace, and heap, after a few traces and after many, in one process: `record.mjs <traces>`. Run with --expose-gc.
import { flushTraces, trace } from 'spanbook';

/** Traces whose cost is measured together; they are sent 100 at a time. */
const WINDOW = 1000;
const SENT_TOGETHER = 100;
const WARM_UP = 3000;
const last = Number(process.argv[2]);

const step = trace(function step(number) {
  return { number };
});
const root = trace(function root(number) {
  step(1);
  step(2);
  return { number };
});

let made = 0;
async function make(traces) {
  for (let i = 0; i < traces; i++) {
    root(made++);
    if (made % SENT_TOGETHER === 0) await flushTraces();
  }
}

/** Microseconds of CPU a trace, calls and delivery, over the next traces; and the heap after them. */
async function measure() {
  const begun = process.cpuUsage();
  await make(WINDOW);
  const { user, system } = process.cpuUsage(begun);
  globalThis.gc();
  globalThis.gc();
  const { heapUsed } = process.memoryUsage();
  return { made, cost: (user + system) / WINDOW, heap: heapUsed };
}

// The compiler has its say before anything is measured.
await make(WARM_UP);
made = 0;
const measured = [];
for (let target = 10; target <= last; target *= 10) {
  await make(Math.max(0, target - made));
  measured.push(await measure());
}
const { sent, ...others } = await flushTraces();
process.send({ measured, others });
process.disconnect();
