import type { TrackingTarget } from '../config/tracking';
import type { EncodedTrace } from './encoded-trace';
import type { Parcel } from './parcel';
import { addressOf } from './spool-address';
import type { SpoolAddress } from './spool/spool-entry';
import { Spool, type SpoolFile } from './spool/spool';

/** Where parcels are while they wait: in memory, which is counted, or on disk. */
export class ParcelKeeper {
  readonly spool = new Spool();
  /** Of the parcels that are in memory and not on disk. */
  readonly memory = { traces: 0, bytes: 0 };
  private readonly _reached = new Set<string>();

  /** Counts a parcel of traces in memory. */
  remember({ traceIds, size }: Parcel): void {
    this.memory.traces += traceIds.length;
    this.memory.bytes += size;
  }

  /** Writes a parcel to disk before it returns, unless it is there. */
  keep(parcel: Parcel): void {
    if (parcel.file === undefined && parcel.traces !== undefined) {
      parcel.file = this.spool.put(this._addressOf(parcel), parcel.traces);
      this._release(parcel);
    }
  }

  /** The same in the background. */
  async keepLater(parcel: Parcel): Promise<void> {
    const { traces } = parcel;
    if (parcel.file !== undefined || traces === undefined || parcel.isOver) {
      return;
    }
    const file = await this.spool.putLater(this._addressOf(parcel), traces);
    if (file !== undefined) {
      this._kept(parcel, file);
    }
  }

  /**
   * The traces of a parcel, wherever they are.
   * @throws CorruptEntryError, after the entry was set aside; Error when it cannot be read.
   */
  async tracesOf({ traces, file }: Parcel): Promise<readonly EncodedTrace[]> {
    if (traces !== undefined) {
      return traces;
    }
    if (file === undefined) {
      throw new Error('the traces are neither in memory nor on disk');
    }
    return this.spool.take(file);
  }

  /** Keeps a trace that its server refuses, away from the others; says where, undefined when that cannot be. */
  setAside(parcel: Parcel, trace: EncodedTrace): string | undefined {
    return this.spool.setAside(this._addressOf(parcel), [trace]);
  }

  /** Nothing is to be done for the parcel any more: it leaves memory and disk. */
  end(parcel: Parcel): void {
    parcel.isOver = true;
    this._forget(parcel);
    if (parcel.file !== undefined) {
      this.spool.remove(parcel.file);
    }
  }

  /** A server has answered as MLflow's. */
  reached({ trackingUri }: TrackingTarget): void {
    this._reached.add(trackingUri);
  }

  isReached({ trackingUri }: TrackingTarget): boolean {
    return this._reached.has(trackingUri);
  }

  /** Meanwhile the parcel may have been delivered, or written at the end of a cell. */
  private _kept(parcel: Parcel, file: SpoolFile): void {
    if (parcel.isOver || parcel.file !== undefined) {
      this.spool.remove(file);
    } else {
      parcel.file = file;
      this._release(parcel);
    }
  }

  private _addressOf({ target }: Parcel): SpoolAddress {
    return addressOf(target, this.isReached(target));
  }

  /** What is on disk need not be in memory. */
  private _release(parcel: Parcel): void {
    if (parcel.file !== undefined) {
      this._forget(parcel);
    }
  }

  private _forget(parcel: Parcel): void {
    if (parcel.traces !== undefined) {
      parcel.traces = undefined;
      this.memory.traces -= parcel.traceIds.length;
      this.memory.bytes -= parcel.size;
    }
  }
}
