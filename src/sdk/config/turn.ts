import process from 'node:process';
import { setImmediate } from 'node:timers';

/** Stands for one state of the environment: as long as nothing changes that was asked for, it stays the same. */
type Moment = { readonly environment: unknown };

/** Milliseconds after which what is asked of the environment between two traces is looked at again. */
const MAX_AGE = 1000;

let moment: Moment | undefined;
let lookedAt = 0;
let isTurnOver = false;
let isComputing = false;

/** Of a variable that changed within a turn: some results depend on one text and some on another. */
const MIXED = Symbol('mixed');

/** What the variables said that the results of now depend on. */
const asked = new Map<string, string | typeof MIXED | undefined>();

/**
 * The function with its result kept until a variable that it asked for changes: for what each trace asks of the
 * environment. Whether one did is looked at when a trace begins in a new turn of the event loop, and at most a second
 * later otherwise. A variable takes 0.2 µs to read, and the first one up to fifty times that when the program did
 * something else meanwhile; bench/sdk and bench/autolog show the sum.
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

/** Lets what is asked of the environment be as it is now, if the event loop has turned. */
export function beginTurn(): void {
  if (isTurnOver) {
    lookAgain();
  }
}

/** Lets each function compute anew. */
export function forgetTurn(): void {
  moment = undefined;
}

function presentMoment(): Moment {
  const isOld = isTurnOver && Date.now() - lookedAt > MAX_AGE;
  if (isOld || moment?.environment !== process.env) {
    lookAgain();
  }
  moment ??= { environment: process.env };
  return moment;
}

function lookAgain(): void {
  if (moment?.environment !== process.env || isChanged()) {
    asked.clear();
    moment = { environment: process.env };
  }
  isTurnOver = false;
  lookedAt = Date.now();
  setImmediate(endTurn).unref();
}

function endTurn(): void {
  isTurnOver = true;
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
