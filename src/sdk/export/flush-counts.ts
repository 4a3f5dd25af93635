import type { FlushResult } from '../recording/trace-sink';

/** What became of traces since it was last reported. */
export class FlushCounts {
  private _sent = 0;
  private _failed = 0;
  private _dropped = 0;
  private readonly _errors = new Set<string>();

  countSent(): void {
    this._sent += 1;
  }

  countFailed(error: string): void {
    this._failed += 1;
    this._errors.add(error);
  }

  countDropped(error: string): void {
    this._dropped += 1;
    this._errors.add(error);
  }

  /** A delay, not a loss. */
  note(error: string): void {
    this._errors.add(error);
  }

  /** The counts, and begins anew. */
  report(pending: number): FlushResult {
    const result = {
      sent: this._sent,
      failed: this._failed,
      dropped: this._dropped,
      pending,
      errors: [...this._errors]
    };
    this._sent = this._failed = this._dropped = 0;
    this._errors.clear();
    return result;
  }
}
