import { messageOf, warn } from '../diag';
import { shared } from '../state';

/**
 * Does a piece of recording that must not reach the user's code. Under a full stack even this may fail: then it is
 * kept and done again when an outer span ends, where there is room. `work` must bear being done twice.
 */
export function attempt(work: () => void): void {
  try {
    work();
    if (shared.deferred.length > 0) {
      drain();
    }
  } catch (error) {
    keepOrReport(work, error);
  }
}

function drain(): void {
  const [work] = shared.deferred;
  if (work !== undefined) {
    work();
    shared.deferred.shift();
    drain();
  }
}

function keepOrReport(work: () => void, error: unknown): void {
  if (error instanceof RangeError) {
    shared.deferred.push(work);
  } else {
    warn('recording', `a span was not recorded whole: ${messageOf(error)}`);
  }
}
