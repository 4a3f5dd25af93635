import { probe } from './probe';

/*
 * When a cell throws, Deno's kernel calls no hook but this function, to read the error (2.9, jupyter_kernel.js):
 *
 *     function(object) {
 *       if (object instanceof Error) {        <- line 2, column 26; the only frame of its stack
 *
 * `instanceof` asks `Error[Symbol.hasInstance]`, for thrown values of any type. User code that asks the same has more
 * frames, or stands on another place of its cell.
 */
const FORMATTER_FRAME = /^\s*at <anonymous>:2:26$/;

/** In other releases it may stand elsewhere. To take user code for it costs a second output in the cell, no more. */
const ANY_FRAME = /^\s*at <anonymous>:\d+:\d+$/;

const KNOWN_RELEASE = /^2\.9\./;

/** The answer of the language when nobody defines another. */
const ordinaryHasInstance = Function.prototype[Symbol.hasInstance];

/**
 * Calls `onThrown` when the kernel reads the error of a cell between `start` and `stop`. In between, `Error` has a
 * `Symbol.hasInstance` of its own that answers as ever; an `Error` that already has one is left alone.
 */
export class ThrownCellWatch {
  private readonly _onThrown: () => void;
  private readonly _formatterFrame: RegExp;
  private _isOn = false;

  constructor(onThrown: () => void) {
    const release = String(probe(globalThis, 'Deno', 'version', 'deno'));
    this._onThrown = onThrown;
    this._formatterFrame = KNOWN_RELEASE.test(release)
      ? FORMATTER_FRAME
      : ANY_FRAME;
  }

  start(): void {
    if (this._isOn || Object.hasOwn(Error, Symbol.hasInstance)) {
      return;
    }
    this._isOn = Reflect.defineProperty(Error, Symbol.hasInstance, {
      configurable: true,
      writable: true,
      value: instanceTest((constructor, test) => {
        if (constructor === Error && this._isKernel(test)) {
          this._onThrown();
        }
      })
    });
  }

  stop(): void {
    if (this._isOn) {
      this._isOn = false;
      Reflect.deleteProperty(Error, Symbol.hasInstance);
    }
  }

  /** Whether the function that was called by `instanceof` was called by the formatter. */
  private _isKernel(test: InstanceTest): boolean {
    const frames = framesAbove(test);
    return frames.length === 1 && this._formatterFrame.test(frames[0] ?? '');
  }
}

type InstanceTest = (this: unknown, value: unknown) => boolean;

/** What `instanceof` calls: tells `onTest`, whose errors are dropped, then answers as the language does. */
function instanceTest(
  onTest: (constructor: unknown, test: InstanceTest) => void
): InstanceTest {
  return function test(this: unknown, value: unknown): boolean {
    try {
      onTest(this, test);
    } catch {
      // The answer must not depend on us: the kernel would lose the user's error.
    }
    return ordinaryHasInstance.call(this, value);
  };
}

/** The callers of the function, innermost first, two at the most; empty when stacks are not text here. */
function framesAbove(callee: InstanceTest): string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 2;
  const holder: { stack?: unknown } = {};
  Error.captureStackTrace(holder, callee);
  Error.stackTraceLimit = limit;
  return typeof holder.stack === 'string'
    ? holder.stack.split('\n').slice(1)
    : [];
}
