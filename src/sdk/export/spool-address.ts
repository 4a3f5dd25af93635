import { withoutCredentials } from '../config/address';
import { read } from '../config/environment';
import type { TrackingTarget } from '../config/tracking';
import type { SpoolAddress } from './spool/spool-entry';

/** A target as it is written to disk: without its credentials. */
export function addressOf(
  { trackingUri, experiment, runId }: TrackingTarget,
  isReached: boolean
): SpoolAddress {
  return {
    trackingUri,
    isEmbedded: isEmbedded(trackingUri),
    isReached,
    experiment,
    runId
  };
}

/**
 * Where traces that another process left are sent, with the credentials of now; undefined when they are for another
 * server, which must not get these credentials.
 */
export function resendTarget(
  address: SpoolAddress,
  now: TrackingTarget
): TrackingTarget | undefined {
  const { trackingUri, experiment, runId } = address;
  const isSame =
    trackingUri === now.trackingUri ||
    (address.isEmbedded && isEmbedded(now.trackingUri));
  return isSame
    ? {
        trackingUri: now.trackingUri,
        credentials: now.credentials,
        experiment,
        runId,
        experimentId: undefined
      }
    : undefined;
}

/** Whether it is the server that Jupyter started, whose address changes. */
export function isEmbedded(trackingUri: string): boolean {
  const uri = read('SPANBOOK_EMBEDDED_URI');
  return uri !== undefined && withoutCredentials(uri) === trackingUri;
}
