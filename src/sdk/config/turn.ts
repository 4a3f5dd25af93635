import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setImmediate } from 'node:timers';

/** Stands for one state of the environment: as long as nothing changes that was asked for, it stays the same. */
type Moment = { readonly environment: unknown };

/** Milliseconds after which what is asked of the environment between two traces is looked at again. */
const MAX_AGE = 1000;

/** Milliseconds within which two looks make it worth asking when the turn is over, which costs a third of a look. */
const BURST = 1;

let moment: Moment | undefined;
/** On the monotonic clock. */
let lookedAt = -Infinity;
/** True from the second look of a burst until the event loop turns. */
let isWithinTurn = false;
let isComputing = false;

/** Of a variable that changed within a turn: some results depend on one text and some on another. */
const MIXED = Symbol('mixed');

/** What the variables said that the results of now depend on. */
const asked = new Map<string, string | typeof MIXED | undefined>();

/**
 * The function with its result kept until a variable that it asked for changes: for what each trace asks of the
 * environment. Whether one did is looked at when a trace begins, and at most a second later otherwise; of traces that
 * begin one right after the other, at the first two in each turn of the event loop. A variable takes 0.2 µs to read, and
 * many times that when the program did something else meanwhile; bench/sdk and bench/autolog show the sum.
 */
export function onceATurn<T>(compute: () => T): () => T {
  let known: { readonly moment: Moment; readonly value: T } | undefined;
  return () => {
    const now = presentMoment();
    if (known?.moment !== now) {
      known = { moment: now, value: computed(compute) };
    }
    return known.value;
  };
}

function computed<T>(compute: () => T): T {
  const isWithin = isComputing;
  isComputing = true;
  try {
    return compute();
  } finally {
    isComputing = isWithin;
  }
}

/** To be called with the name and text of each variable that is read of `process.env`. */
export function noteVariable(name: string, text: string | undefined): void {
  if (isComputing) {
    const isMixed = asked.has(name) && asked.get(name) !== text;
    asked.set(name, isMixed ? MIXED : text);
  }
}

/** Lets what is asked of the environment be as it is now, unless that was looked at in this turn of the event loop. */
export function beginTurn(): void {
  if (!isWithinTurn) {
    lookAgain(performance.now());
  }
}

/** Lets each function compute anew. */
export function forgetTurn(): void {
  moment = undefined;
}

function presentMoment(): Moment {
  if (moment?.environment !== process.env || isOld()) {
    lookAgain(performance.now());
  }
  moment ??= { environment: process.env };
  return moment;
}

function isOld(): boolean {
  return !isWithinTurn && performance.now() - lookedAt > MAX_AGE;
}

function lookAgain(now: number): void {
  if (moment?.environment !== process.env || isChanged()) {
    asked.clear();
    moment = { environment: process.env };
  }
  if (now - lookedAt < BURST && !isWithinTurn) {
    isWithinTurn = true;
    setImmediate(endTurn).unref();
  }
  lookedAt = now;
}

function endTurn(): void {
  isWithinTurn = false;
}

function isChanged(): boolean {
  const { env } = process;
  for (const [name, text] of asked) {
    if (env[name] !== text) {
      return true;
    }
  }
  return false;
}
