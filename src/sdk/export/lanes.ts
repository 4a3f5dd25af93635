import type { TrackingTarget } from '../config/tracking';
import { Lane } from './lane';
import type { Parcel } from './parcel';

/**
 * The lanes of an exporter, one for each experiment and run of a server; what other processes left has lanes of its own,
 * which come last.
 */
export class Lanes {
  private readonly _lanes = new Map<string, Lane>();

  /** The lane of a parcel, made when there is none. */
  of({ target, isAdopted }: Parcel): Lane {
    const key = keyOf(target, isAdopted);
    const lane = this._lanes.get(key) ?? new Lane();
    this._lanes.set(key, lane);
    return lane;
  }

  add(parcel: Parcel): void {
    this.of(parcel).parcels.push(parcel);
  }

  /** In front of the others, as it was before. */
  putBack(parcel: Parcel): void {
    this.of(parcel).parcels.unshift(parcel);
  }

  /** The next parcel that may be sent now. */
  take(isAdopted: boolean): Parcel | undefined {
    for (const [key, lane] of this._lanes) {
      if (isAdoptedKey(key) === isAdopted && lane.isReady) {
        return lane.parcels.shift();
      }
    }
    return undefined;
  }

  /** Forgets the lanes in which nothing is left. */
  tidy(): void {
    for (const [key, lane] of this._lanes) {
      if (lane.parcels.length === 0 && lane.inFlight === 0) {
        this._lanes.delete(key);
      }
    }
  }

  hurry(): void {
    this._lanes.forEach(lane => lane.hurry());
  }

  /** No lane tries any more. */
  close(): void {
    this._lanes.forEach(lane => lane.close());
  }

  /** True when waiting is of no use, for what this process recorded. */
  get isBlockedOrEmpty(): boolean {
    return [...this._lanes].every(
      ([key, { parcels, isBlocked }]) =>
        isAdoptedKey(key) || parcels.length === 0 || isBlocked
    );
  }

  /** All that wait, in the order of their lanes. */
  get parcels(): readonly Parcel[] {
    return [...this._lanes.values()].flatMap(({ parcels }) => parcels);
  }

  /** Sends all parcels of one lane by another one. */
  move({ parcels }: Lane, target: TrackingTarget): void {
    for (const parcel of parcels.splice(0)) {
      parcel.target = target;
      parcel.forgetProgress();
      this.add(parcel);
    }
  }
}

/** With the credentials: those of one user may be wrong, and those of another right. */
function keyOf(
  { trackingUri, experiment, runId, credentials }: TrackingTarget,
  isAdopted: boolean
): string {
  return JSON.stringify([
    isAdopted,
    trackingUri,
    experiment,
    runId,
    credentials
  ]);
}

function isAdoptedKey(key: string): boolean {
  return key.startsWith('[true');
}
