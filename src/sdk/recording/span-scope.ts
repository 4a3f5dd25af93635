import { types } from 'node:util';
import { debug, messageOf } from '../diag';
import { shared, type ContextFrame } from '../state';
import type { LiveSpan } from './live-span';
import { noOpSpan } from './no-op-span';
import type { RecordingSpan } from './recording-span';
import { tracedThenable } from './traced-thenable';

/** How a run of the user's code went. */
export type Outcome = { readonly isError: boolean; readonly value: unknown };

/**
 * A span around one run of the user's code: the frame that makes it the active span, and its end by what the code
 * returns or throws. The caller runs the code itself: each stack frame less lets recursion go deeper.
 */
export class SpanScope implements ContextFrame {
  readonly span: LiveSpan;
  /** Set before the span is ended, so that this can be done later when the stack is full. */
  outcome: Outcome | undefined;
  /** True for a function's call: that it gives nothing is worth recording. A block of code need not give anything. */
  isCall = false;
  /** What began the span, when that is more than the span itself: found by what runs within it. */
  owner: unknown;
  private readonly _recording: RecordingSpan | undefined;

  /** Without a span nothing is recorded. */
  constructor(recording: RecordingSpan | undefined) {
    this._recording = recording;
    this.span = recording ?? noOpSpan;
  }

  /** Ends the span at once, or when the promise that the code returned is settled; the result is to be returned. */
  settle(result: unknown): unknown {
    const followed = this._recording && this._followed(result);
    if (followed !== undefined) {
      this.outcome = undefined;
      return followed;
    }
    this.succeed(result);
    return result;
  }

  succeed(value: unknown): void {
    this.outcome = { isError: false, value };
    this.finish();
  }

  fail(error: unknown): void {
    this.outcome = { isError: true, value: error };
    this.finish();
  }

  /** Ends the span by its outcome; when the stack is full, `repairSpans` does it later. */
  finish(): void {
    const { _recording: span, outcome } = this;
    if (span === undefined || outcome === undefined || span.isEnded) {
      this.outcome = undefined;
      return;
    }
    try {
      if (outcome.isError) {
        span.recordException(outcome.value);
      } else if (
        !span.hasOutputs &&
        (this.isCall || outcome.value !== undefined)
      ) {
        span.setOutputs(outcome.value);
      }
      span.end();
      // A promise that runs on keeps its scope; it must not keep the user's value too.
      this.outcome = undefined;
    } catch {
      shared.needsRepair = true;
    }
  }

  /** A promise or thenable that ends the span when it is settled; undefined for any other result. */
  private _followed(result: unknown): unknown {
    try {
      return types.isPromise(result) && result.constructor === Promise
        ? this._followedPromise(result)
        : tracedThenable(result, this);
    } catch (error) {
      debug('settle', `a result could not be looked at: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** A further promise: handlers on the given one would hide from the program that nobody handles its rejection. */
  private _followedPromise(promise: Promise<unknown>): Promise<unknown> {
    return promise.then(
      value => {
        this.succeed(value);
        return this._delivered()?.then(() => value) ?? value;
      },
      (error: unknown) => {
        this.fail(error);
        const delivered = this._delivered();
        if (delivered === undefined) {
          throw error;
        }
        return delivered.then(() => Promise.reject(error as Error));
      }
    );
  }

  /** What the caller of a root span waits for in synchronous mode. */
  private _delivered(): Promise<void> | undefined {
    const { _recording: span } = this;
    return span !== undefined && span === span.recorder.root
      ? shared.sink?.tried(span.recorder)
      : undefined;
  }
}

/** The scope of everything that is not recorded. */
export const noOpScope = new SpanScope(undefined);
