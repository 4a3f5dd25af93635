import type { TrackingTarget } from '../config/tracking';
import { warn } from '../diag';
import { isEmbedded } from './spool-address';
import type { Trouble } from './trouble';

/** Seconds of an outage that nobody hears of: the server that Jupyter starts takes up to a minute and a half. */
const QUIET_TIME = { embedded: 90, other: 10 } as const;

/** Says what is wrong with a server, once a cause; an outage, which mostly passes by itself, when it goes on. */
export function tellTrouble(
  { trackingUri }: TrackingTarget,
  {
    trouble,
    elapsed,
    reason
  }: { trouble: Trouble; elapsed: number; reason: string }
): void {
  const quiet = isEmbedded(trackingUri)
    ? QUIET_TIME.embedded
    : QUIET_TIME.other;
  if (trouble !== 'outage' || elapsed > quiet) {
    warn(
      `${trouble}: ${trackingUri}`,
      `traces wait for ${trackingUri}: ${reason}`
    );
  }
}
