import { setTimeout } from 'node:timers';
import { currentTarget } from '../config/tracking';
import type { EncodedTrace } from './encoded-trace';
import type { FlushCounts } from './flush-counts';
import type { Lane } from './lane';
import { Lanes } from './lanes';
import { Parcel } from './parcel';
import { ParcelKeeper } from './parcel-keeper';
import { ParcelSender } from './parcel-sender';
import { queueLimits } from './queue-limits';
import { Setbacks } from './setbacks';
import { resendTarget } from './spool-address';

/** Milliseconds between two parcels that another process left: they do not hurry, and keep no process alive. */
const ADOPTED_PAUSE = 20;

/** Milliseconds after which a server that is there has taken a parcel, if it is not busy. */
const LATE = 1000;

/** What a courier asks of the queue before it. */
export type CourierServices = {
  /** Puts the next traces of the queue into a parcel, and gives it; undefined when there are none. */
  pack(): Parcel | undefined;
  /** Called when an attempt has ended, with the traces that it was about. */
  attemptEnded(traceIds: readonly string[]): void;
};

/**
 * Brings parcels to their servers, a few at a time, and does not give up: what fails is tried again, what a server
 * does not want is set aside, what does not fit into memory waits on disk.
 */
export class Courier {
  readonly keeper = new ParcelKeeper();
  /** Traces of other processes that were delivered. */
  resent = 0;
  private readonly _lanes = new Lanes();
  private readonly _inFlight = new Set<Parcel>();
  private readonly _counts: FlushCounts;
  private readonly _services: CourierServices;
  private readonly _sender: ParcelSender;
  private readonly _setbacks: Setbacks;
  private _isResending = false;
  private _isClosed = false;

  constructor(counts: FlushCounts, services: CourierServices) {
    this._counts = counts;
    this._services = services;
    this._sender = new ParcelSender(reason => {
      counts.note(reason);
    });
    this._setbacks = new Setbacks({
      lanes: this._lanes,
      keeper: this.keeper,
      counts,
      wake: () => {
        this.send();
      },
      forget: target => {
        this._sender.forget(target);
      }
    });
  }

  add(parcel: Parcel): void {
    this.keeper.remember(parcel);
    this._lanes.add(parcel);
  }

  /** Starts as many requests as may be under way; each that ends starts the next. */
  send(): void {
    const { maxInFlight } = queueLimits();
    while (this._inFlight.size < maxInFlight && !this._isClosed) {
      const parcel = this._lanes.take(false);
      if (parcel !== undefined) {
        void this._start(parcel);
      } else {
        const packed = this._services.pack();
        if (packed === undefined) {
          break;
        }
        this.add(packed);
      }
    }
    this._resend();
  }

  /** Lets everything that waits be tried at once. */
  hurry(): void {
    this._lanes.hurry();
    this.send();
  }

  /** Sends nothing more, and leaves nothing behind on disk when there is nothing to leave. */
  close(): void {
    this._isClosed = true;
    this._lanes.close();
    this.keeper.spool.close();
  }

  /** True when waiting for the parcels of this process is of no use, or not needed. */
  get isIdle(): boolean {
    return (
      this._lanes.isBlockedOrEmpty &&
      [...this._inFlight].every(({ isAdopted }) => isAdopted)
    );
  }

  /** All parcels that are not delivered, those under way first. */
  get parcels(): readonly Parcel[] {
    return [...this._inFlight, ...this._lanes.parcels];
  }

  /** Of this process, what its server did not take at once: behind a failure, or without an answer for long. */
  get lateParcels(): readonly Parcel[] {
    const longAgo = performance.now() - LATE;
    return this.parcels.filter(
      parcel =>
        !parcel.isAdopted &&
        (parcel.since < longAgo || this._lanes.of(parcel).failures > 0)
    );
  }

  isUnderWay(parcel: Parcel): boolean {
    return this._inFlight.has(parcel);
  }

  /** Takes over what dead processes left for the present server. */
  async adopt(): Promise<void> {
    const now = currentTarget();
    if (now === undefined || this._isClosed) {
      return;
    }
    const entries = await this.keeper.spool.adopt(
      address => resendTarget(address, now) !== undefined
    );
    for (const { file, header } of entries) {
      const target = resendTarget(header.address, now);
      if (target !== undefined) {
        this._lanes.add(Parcel.adopted(target, header.traceIds, file));
      }
    }
    this._resend();
  }

  private async _start(parcel: Parcel): Promise<void> {
    const lane = this._lanes.of(parcel);
    lane.inFlight += 1;
    this._inFlight.add(parcel);
    const failure = await this._attempt(parcel);
    if (this._isClosed) {
      return;
    }
    lane.inFlight -= 1;
    this._inFlight.delete(parcel);
    if (failure === undefined) {
      this._delivered(parcel, lane);
    } else {
      if (failure.hasProgressed) {
        lane.progressed();
      }
      this._setbacks.failed(parcel, { lane, ...failure });
    }
    this._lanes.tidy();
    this.send();
    this._services.attemptEnded(parcel.traceIds);
  }

  /** What went wrong; undefined when nothing did. Never rejects. */
  private async _attempt(parcel: Parcel): Promise<Failure | undefined> {
    const { steps } = parcel;
    let traces: readonly EncodedTrace[] = parcel.traces ?? [];
    try {
      traces = await this.keeper.tracesOf(parcel);
      await this._sender.send(parcel, traces);
      return undefined;
    } catch (error) {
      return { error, traces, hasProgressed: parcel.steps > steps };
    }
  }

  private _delivered(parcel: Parcel, lane: Lane): void {
    const { traceIds, target, isAdopted } = parcel;
    if (isAdopted) {
      this.resent += traceIds.length;
    } else {
      this._counts.countSent(traceIds.length);
    }
    this.keeper.reached(target);
    lane.succeeded();
    this.keeper.end(parcel);
  }

  /** What another process left goes when nothing else does. */
  private _resend(): void {
    if (this._isResending || this._isClosed || this._inFlight.size > 0) {
      return;
    }
    const parcel = this._lanes.take(true);
    if (parcel !== undefined) {
      this._isResending = true;
      setTimeout(() => {
        this._isResending = false;
        void this._start(parcel);
      }, ADOPTED_PAUSE).unref();
    }
  }
}

type Failure = {
  readonly error: unknown;
  /** Those of the parcel; none when they could not be read. */
  readonly traces: readonly EncodedTrace[];
  /** Whether a request of the attempt succeeded. */
  readonly hasProgressed: boolean;
};
