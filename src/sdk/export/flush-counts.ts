import type { FlushResult } from '../recording/trace-sink';

/** The traces that still wait. */
type StillWaiting = Pick<FlushResult, 'kept' | 'pending'>;

/** Of traces since the process began. */
type Totals = Pick<FlushResult, 'sent' | 'failed' | 'dropped'> & {
  readonly lastError: string | null;
};

/** What became of traces, since it was last reported and since the beginning. */
export class FlushCounts {
  private _sent = 0;
  private _failed = 0;
  private _dropped = 0;
  private _reported = { sent: 0, failed: 0, dropped: 0 };
  private _lastError: string | null = null;
  private readonly _errors = new Set<string>();

  countSent(traces = 1): void {
    this._sent += traces;
  }

  countFailed(error: string, traces = 1): void {
    this._failed += traces;
    this.note(error);
  }

  countDropped(error: string): void {
    this._dropped += 1;
    this.note(error);
  }

  /** A delay, not a loss. */
  note(error: string): void {
    this._lastError = error;
    if (this._errors.size < MAX_ERRORS) {
      this._errors.add(error);
    }
  }

  get totals(): Totals {
    return {
      sent: this._sent,
      failed: this._failed,
      dropped: this._dropped,
      lastError: this._lastError
    };
  }

  /** The counts since the last report. */
  report({ kept, pending }: StillWaiting): FlushResult {
    const { sent, failed, dropped } = this._reported;
    const result = {
      sent: this._sent - sent,
      kept,
      failed: this._failed - failed,
      dropped: this._dropped - dropped,
      pending,
      errors: [...this._errors]
    };
    this._reported = {
      sent: this._sent,
      failed: this._failed,
      dropped: this._dropped
    };
    this._errors.clear();
    return result;
  }
}

/** Different reasons that are remembered until they are reported: some hold what differs each time. */
const MAX_ERRORS = 100;
