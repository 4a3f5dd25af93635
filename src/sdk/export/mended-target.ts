import { currentTarget, type TrackingTarget } from '../config/tracking';
import type { Trouble } from './trouble';

/**
 * Where traces go that were not taken, when what was wrong has been mended since: with the credentials of now, to the
 * experiment of now when the former one does not exist, to the address of now when the former one is of the same computer
 * and never was an MLflow server. Undefined when nothing has changed.
 */
export function mendedTarget(
  target: TrackingTarget,
  trouble: Trouble,
  isReached: boolean
): TrackingTarget | undefined {
  const now = currentTarget();
  if (now === undefined || now === target) {
    return undefined;
  }
  if (now.trackingUri !== target.trackingUri) {
    return isOtherAddress(target, now, isReached)
      ? { ...now, ...experimentOf(target), runId: target.runId }
      : undefined;
  }
  if (trouble === 'experiment') {
    return isSame(now.experiment, target.experiment)
      ? undefined
      : { ...now, runId: target.runId };
  }
  return isSame(now.credentials, target.credentials)
    ? undefined
    : { ...target, credentials: now.credentials };
}

/** Traces never go to another computer than the one that they were meant for. */
function isOtherAddress(
  { trackingUri }: TrackingTarget,
  now: TrackingTarget,
  isReached: boolean
): boolean {
  return !isReached && hostOf(trackingUri) === hostOf(now.trackingUri);
}

/** A computer has several names for itself. */
function hostOf(uri: string): string {
  const { hostname } = new URL(uri);
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
    ? 'localhost'
    : hostname;
}

function experimentOf({
  experiment,
  experimentId
}: TrackingTarget): Pick<TrackingTarget, 'experiment' | 'experimentId'> {
  return { experiment, experimentId };
}

function isSame(first: object, second: object): boolean {
  return JSON.stringify(first) === JSON.stringify(second);
}
