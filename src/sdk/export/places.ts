import type { Courier } from './courier';

/** Of traces; `inFlightKept` are those of `inFlight` that are on disk too, `adopted` those of other processes. */
export type Places = Record<
  'queued' | 'inFlight' | 'inFlightKept' | 'kept' | 'adopted',
  number
>;

/** How many traces are where; `queued` of them are in no parcel yet. */
export function placesOf(queued: number, courier: Courier): Places {
  const places = { queued, inFlight: 0, inFlightKept: 0, kept: 0, adopted: 0 };
  for (const parcel of courier.parcels) {
    const { length } = parcel.traceIds;
    if (parcel.isAdopted) {
      places.adopted += length;
    } else if (courier.isUnderWay(parcel)) {
      places.inFlight += length;
      places.inFlightKept += parcel.file === undefined ? 0 : length;
    } else if (parcel.file === undefined) {
      places.queued += length;
    } else {
      places.kept += length;
    }
  }
  return places;
}
