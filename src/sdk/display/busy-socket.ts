import { setImmediate } from 'node:timers';
import { debug, messageOf } from '../diag';

/**
 * Sends by tslab's ZeroMQ, which takes every 513th message of a row later and throws at the next one of the same turn of
 * the event loop, whoever sends it. What it refused is sent in the next turn: a notebook that does not hear that a cell is idle
 * waits for ever.
 */
export function againWhenBusy(send: () => unknown): unknown {
  try {
    return send();
  } catch {
    setImmediate(() => {
      try {
        send();
      } catch (error) {
        debug('display', `a message was not sent: ${messageOf(error)}`);
      }
    });
    return undefined;
  }
}
