import type { TracingStatus } from '../recording/trace-sink';
import { shared } from '../state';
import { getTrackingUri } from './configuration';

/** See `tracing.status`. */
export function tracingStatus(): TracingStatus {
  return {
    server: getTrackingUri(),
    queued: 0,
    inFlight: 0,
    kept: 0,
    sent: 0,
    resent: 0,
    failed: 0,
    dropped: 0,
    lastError: null,
    ...shared.sink?.status(),
    spool: shared.sink?.spoolStatus() ?? {
      state: 'off',
      folder: '',
      bytes: 0,
      maxBytes: 0
    }
  };
}
