import { types } from 'node:util';
import { debug, messageOf } from '../diag';
import type { ContextFrame } from '../state';
import { attempt } from './deferred';
import type { LiveSpan } from './live-span';
import { isRecordingSpan } from './recording-span';
import { tracedThenable } from './traced-thenable';

/**
 * A span around one run of the user's code: makes it the active one, and ends it with what the code returns or throws.
 *
 * The caller runs the code itself, in `shared.context.run(scope.frame, …)`: each stack frame less lets recursion go deeper.
 */
export class SpanScope {
  readonly frame: ContextFrame;
  private readonly _span: LiveSpan;

  constructor(span: LiveSpan) {
    this._span = span;
    this.frame = { span };
  }

  /** Ends the span at once, or when the promise that the code returned is settled; the result is to be returned. */
  settle(result: unknown): unknown {
    try {
      if (types.isPromise(result) && result.constructor === Promise) {
        return result.then(
          value => {
            this.succeed(value);
            return value;
          },
          (error: unknown) => {
            this.fail(error);
            throw error;
          }
        );
      }
      const traced = tracedThenable(result, {
        frame: this.frame,
        succeed: value => this.succeed(value),
        fail: error => this.fail(error)
      });
      if (traced !== undefined) {
        return traced;
      }
    } catch (error) {
      debug('settle', `a result could not be looked at: ${messageOf(error)}`);
    }
    this.succeed(result);
    return result;
  }

  succeed(result: unknown): void {
    attempt(() => {
      const span = this._span;
      if (isRecordingSpan(span) && !span.hasOutputs) {
        span.setOutputs(result);
      }
      span.end();
    });
  }

  fail(error: unknown): void {
    attempt(() => {
      this._span.recordException(error);
      this._span.end();
    });
  }
}
