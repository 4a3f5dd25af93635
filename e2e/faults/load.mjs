// A program that makes traces as it is told (`Load` in load.py says what), and prints each one when it has ended, as a line
// of JSON. Its output is a file, which Node writes at once: what a killed program printed is what had ended.
import { writeSync } from 'node:fs';
import * as mlflow from 'spanbook';

const told = JSON.parse(process.env.FAULTS_LOAD);
const say = line => writeSync(1, `${JSON.stringify(line)}\n`);
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const payload = 'x'.repeat(told.bytes);
const begun = performance.now();

/** Hours by which the wall clock of this process is wrong, as after an adjustment of the computer's clock. */
let clockIsWrongBy = 0;
if (told.clockHours !== 0) {
  const TrueDate = Date;
  globalThis.Date = class extends TrueDate {
    constructor(...parts) {
      super(...(parts.length === 0 ? [globalThis.Date.now()] : parts));
    }
    static now() {
      return TrueDate.now() + clockIsWrongBy * 3_600_000;
    }
  };
}

/** One trace: a root with `spans - 1` children. The clock jumps while it is open. */
async function makeTrace(number) {
  const id = await mlflow.withSpan(
    async root => {
      root.setInputs({ program: told.name, number, payload });
      for (let child = 1; child < told.spans; child++) {
        mlflow.withSpan(() => child, { name: `child ${child}` });
        if (told.concurrent > 1) await sleep(0);
      }
      clockIsWrongBy = number % 2 === 0 ? told.clockHours : -told.clockHours;
      return root.traceId;
    },
    { name: told.name }
  );
  say({ id, spans: told.spans, number });
}

/** What is due `elapsed` milliseconds after the start, at that rate. */
const due = elapsed =>
  told.perSecond === 0
    ? told.traces
    : Math.min(told.traces, Math.ceil((elapsed / 1000) * told.perSecond));

let made = 0;
let sampledAt = 0;
while (made < told.traces) {
  const next = Math.min(due(performance.now() - begun), made + told.concurrent);
  const numbers = Array.from({ length: next - made }, (_, i) => made + i);
  await Promise.all(numbers.map(makeTrace));
  made = next;
  if (globalThis.gc !== undefined && performance.now() - sampledAt > 1000) {
    sampledAt = performance.now();
    globalThis.gc();
    say({ heap: process.memoryUsage().heapUsed });
  }
  await sleep(1);
}
let flushed = await mlflow.flushTraces({ timeout: told.flushSeconds });
// What its server does not take now is on the disk soon.
while (told.flushSeconds === 0 && flushed.pending > 0) {
  await sleep(50);
  flushed = await mlflow.flushTraces({ timeout: 0 });
}
say({ flush: flushed });
if (told.flushSeconds === 0) await sleep(1e9);
