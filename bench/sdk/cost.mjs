// Cost of a span for the program that is traced: trace() beside a bare OpenTelemetry span, in turns in one process.
// Both sides export between the rounds, so that neither drops spans nor pays for the other's garbage.
import { flushTraces, trace, tracing } from 'spanbook';
import { median } from '../figures.mjs';
import { provider, withBareSpan, withBareSpanAsync } from './otel.mjs';

const WARM_UP_ROUNDS = 60;
const ROUNDS = 60;
const CALLS = 100;

const add = (a, b) => a + b;
const addAsync = async (a, b) => a + b;

/** Three functions, each in a span, that call each other. */
function nested(wrap) {
  const inner = wrap(add);
  const middle = wrap(function middle(a, b) {
    return inner(a, b);
  });
  return wrap(function outer(a, b) {
    return middle(a, b);
  });
}

/** `spans`: of one call. */
const CASES = [
  { name: 'sync', spans: 1, ours: trace(add), other: withBareSpan(add) },
  {
    name: 'async',
    isAsync: true,
    spans: 1,
    ours: trace(addAsync),
    other: withBareSpanAsync(addAsync)
  },
  {
    name: 'nested 3',
    spans: 3,
    ours: nested(fn => trace(fn)),
    other: nested(withBareSpan)
  }
];

/** Nanoseconds a call. */
async function timeOf(fn, isAsync) {
  const begun = process.hrtime.bigint();
  if (isAsync) {
    for (let i = 0; i < CALLS; i++) await fn(i, 2);
  } else {
    for (let i = 0; i < CALLS; i++) fn(i, 2);
  }
  return Number(process.hrtime.bigint() - begun) / CALLS;
}

async function costOfSpans({ name, isAsync, spans, ours, other }) {
  const times = { ours: [], other: [] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const mine = await timeOf(ours, isAsync);
    const theirs = await timeOf(other, isAsync);
    if (round >= 0) {
      times.ours.push(mine / spans);
      times.other.push(theirs / spans);
    }
    await Promise.all([flushTraces(), provider.forceFlush()]);
  }
  return {
    ...{ name: `trace() ${name}, per span`, unit: 'ns' },
    ours: median(times.ours),
    other: median(times.other),
    ...{ judged: 'ratio', budget: 2 }
  };
}

const DISABLED_CALLS = 100_000;

/** Called as a statement each, which the compiler cannot move out of the loop: the argument differs. */
function timeOfMany(fn) {
  const begun = process.hrtime.bigint();
  let sum = 0;
  for (let i = 0; i < DISABLED_CALLS; i++) sum += fn(i, 2);
  const time = Number(process.hrtime.bigint() - begun) / DISABLED_CALLS;
  return sum > 0 ? time : NaN;
}

function costDisabled() {
  const traced = trace(add);
  const times = { ours: [], other: [] };
  tracing.disable();
  for (let round = 0; round < ROUNDS; round++) {
    times.ours.push(timeOfMany(traced));
    times.other.push(timeOfMany(add));
  }
  tracing.enable();
  return {
    ...{ name: 'trace() disabled, per call', unit: 'ns' },
    ours: median(times.ours),
    other: median(times.other),
    ...{ judged: 'difference', budget: 100 }
  };
}

const figures = [];
for (const each of CASES) figures.push(await costOfSpans(each));
figures.push(costDisabled());
process.send(figures);
process.disconnect();
