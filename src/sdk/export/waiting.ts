import { clearTimeout, setTimeout } from 'node:timers';

/**
 * The waits between attempts. Their timers do not keep the process alive, and a flush can cut them short: whoever
 * waits for the traces does not wait for a backoff too.
 */
export class Waiting {
  private readonly _wakers = new Set<() => void>();

  /** Resolves after that many seconds, or when woken. */
  forUpTo(seconds: number): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        clearTimeout(timer);
        this._wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, seconds * 1000);
      timer.unref();
      this._wakers.add(wake);
    });
  }

  /** Resolves after that many seconds: a server asked for them. */
  forAtLeast(seconds: number): Promise<void> {
    return new Promise(resolve => {
      setTimeout(resolve, seconds * 1000).unref();
    });
  }

  /** Ends every wait that may be cut short. */
  wake(): void {
    for (const wake of [...this._wakers]) {
      wake();
    }
  }
}
