// The cells whose cost is measured; started by measure.mjs.
import { runCell } from './kernel.mjs';
import { median } from '../figures.mjs';

const { tracing, withSpan } = await import('spanbook');

const MIME_TYPE = 'application/vnd.spanbook.trace.v1+json';
const CASES = [
  { traces: 1, rounds: 200, budget: 5 },
  { traces: 100, rounds: 60, budget: 60 },
  { traces: 1000, rounds: 30, budget: 60 }
];
const PAYLOAD_COLUMNS = ['inputs', 'outputs', 'attributes', 'events', 'links'];
const WARM_UP_ROUNDS = 10;
const SPANS = 10_000;

/** A trace of three spans, with inputs and outputs. */
function makeTrace(number) {
  withSpan(
    () => {
      withSpan(() => 'documents', { name: 'search', inputs: { number } });
      withSpan(() => 'text', { name: 'model', inputs: { number } });
      return 'answer';
    },
    { name: 'answer', inputs: { question: `question ${number}` } }
  );
}

/** Milliseconds of CPU, of all threads of this process. */
async function cpuOf(traces) {
  const begun = process.cpuUsage();
  await runCell(() => {
    for (let i = 0; i < traces; i++) makeTrace(i);
  });
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

async function costOf({ traces, rounds, budget }) {
  const times = { ours: [], other: [] };
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    tracing.enableNotebookDisplay();
    const ours = await cpuOf(traces);
    tracing.disableNotebookDisplay();
    const other = await cpuOf(traces);
    if (round >= 0) {
      times.ours.push(ours);
      times.other.push(other);
    }
    // Timers that the display left, and garbage, belong to no round.
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  const noun = traces === 1 ? 'trace' : 'traces';
  return {
    ...{ name: `cell of ${traces} ${noun}, CPU`, unit: 'ms' },
    ours: median(times.ours),
    other: median(times.other),
    ...{ judged: 'difference', budget }
  };
}

/** What the saved output takes for one span besides its payloads; notebooks are written with an indentation of one. */
async function bytesOfSpan() {
  tracing.enableNotebookDisplay();
  const sizeOf = async spans => {
    const messages = await runCell(() => {
      withSpan(
        () => {
          for (let i = 1; i < spans; i++)
            withSpan(() => undefined, { name: 'step' });
        },
        { name: 'root' }
      );
    });
    const bundle = JSON.parse(messages.at(-1)).data[MIME_TYPE];
    for (const column of PAYLOAD_COLUMNS) delete bundle.traces[0].spans[column];
    return Buffer.byteLength(JSON.stringify(bundle, null, 1));
  };
  const small = await sizeOf(1);
  return {
    ...{ name: 'a span in the saved output, besides payloads', unit: 'bytes' },
    ours: ((await sizeOf(SPANS + 1)) - small) / SPANS,
    ...{ other: 0, judged: 'value', budget: 60 }
  };
}

const figures = [];
for (const each of CASES) figures.push(await costOf(each));
figures.push(await bytesOfSpan());
process.send(figures);
process.disconnect();
