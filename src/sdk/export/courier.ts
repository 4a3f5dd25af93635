import { setTimeout } from 'node:timers';
import { retrySettings } from '../config/http-settings';
import { currentTarget } from '../config/tracking';
import { messageOf, warn } from '../diag';
import type { EncodedTrace } from './encoded-trace';
import type { FlushCounts } from './flush-counts';
import { HttpError } from './http-client';
import type { Lane } from './lane';
import { Lanes } from './lanes';
import { mendedTarget } from './mended-target';
import { Parcel } from './parcel';
import { ParcelSender } from './parcel-sender';
import { queueLimits } from './queue-limits';
import { delayAfter, isAskedToWait } from './retry';
import { addressOf, resendTarget } from './spool-address';
import { CorruptEntryError } from './spool/spool-entry';
import { Spool, type SpoolFile } from './spool/spool';
import { reasonOf, troubleOf, type Trouble } from './trouble';
import { tellTrouble } from './tell-trouble';

/** Milliseconds between two parcels that another process left: they do not hurry, and keep no process alive. */
const ADOPTED_PAUSE = 20;

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
  readonly spool = new Spool();
  /** Of the parcels that are in memory and not on disk. */
  readonly memory = { traces: 0, bytes: 0 };
  /** Traces of other processes that were delivered. */
  resent = 0;
  private readonly _lanes = new Lanes();
  private readonly _inFlight = new Set<Parcel>();
  private readonly _reached = new Set<string>();
  private readonly _counts: FlushCounts;
  private readonly _services: CourierServices;
  private readonly _sender: ParcelSender;
  private _isResending = false;

  constructor(counts: FlushCounts, services: CourierServices) {
    this._counts = counts;
    this._services = services;
    this._sender = new ParcelSender(reason => {
      counts.note(reason);
    });
  }

  add(parcel: Parcel): void {
    this._remember(parcel);
    this._lanes.add(parcel);
  }

  /** Starts as many requests as may be under way; each that ends starts the next. */
  send(): void {
    const { maxInFlight } = queueLimits();
    while (this._inFlight.size < maxInFlight) {
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

  isUnderWay(parcel: Parcel): boolean {
    return this._inFlight.has(parcel);
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

  /** Meanwhile the parcel may have been delivered, or written at the end of a cell. */
  private _kept(parcel: Parcel, file: SpoolFile): void {
    if (parcel.isOver || parcel.file !== undefined) {
      this.spool.remove(file);
    } else {
      parcel.file = file;
      this._release(parcel);
    }
  }

  /** Takes over what dead processes left for the present server. */
  async adopt(): Promise<void> {
    const now = currentTarget();
    if (now === undefined) {
      return;
    }
    const entries = await this.spool.adopt(
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
    let traces: readonly EncodedTrace[] = parcel.traces ?? [];
    const { steps } = parcel;
    let error: unknown;
    try {
      traces = parcel.traces ?? (await this._fromDisk(parcel));
      await this._sender.send(parcel, traces);
    } catch (thrown) {
      error = thrown;
    }
    lane.inFlight -= 1;
    this._inFlight.delete(parcel);
    if (error === undefined) {
      this._delivered(parcel, lane);
    } else {
      if (parcel.steps > steps) {
        lane.progressed();
      }
      this._failed(parcel, { lane, traces, error });
    }
    this._lanes.tidy();
    this.send();
    this._services.attemptEnded(parcel.traceIds);
  }

  private async _fromDisk({ file }: Parcel): Promise<readonly EncodedTrace[]> {
    if (file === undefined) {
      throw new Error('the traces are neither in memory nor on disk');
    }
    return this.spool.take(file);
  }

  private _delivered(parcel: Parcel, lane: Lane): void {
    const { traceIds, target, isAdopted } = parcel;
    if (isAdopted) {
      this.resent += traceIds.length;
    } else {
      this._counts.countSent(traceIds.length);
    }
    this._reached.add(target.trackingUri);
    lane.succeeded();
    this._end(parcel);
    if (parcel.file !== undefined) {
      this.spool.remove(parcel.file);
    }
  }

  private _failed(parcel: Parcel, attempt: Attempt): void {
    const { error, lane, traces } = attempt;
    const trouble = troubleOf(error);
    if (isGone(error)) {
      this._lose(parcel, error);
    } else if (
      traces.length > 0 &&
      (trouble === 'trace' || isPoison(parcel, attempt))
    ) {
      this._divide(parcel, attempt);
    } else {
      this._counts.note(reasonOf(error));
      this._putBack(parcel, attempt);
      this._wait(parcel, lane, { trouble, error });
    }
  }

  /** The entry is set aside, or gone. */
  private _lose(parcel: Parcel, error: unknown): void {
    const reason = `${parcel.traceIds.join(', ')}: ${messageOf(error)}`;
    this._counts.countFailed(reason, parcel.traceIds.length);
    if (!(error instanceof CorruptEntryError)) {
      warn('spool entry', `traces on disk could not be read: ${reason}`);
    }
    this._end(parcel);
  }

  /** A parcel at which the server fails lets the others go first: perhaps it is the parcel's fault. */
  private _putBack(parcel: Parcel, { lane, error }: Attempt): void {
    lane.failed();
    if (isServerError(error)) {
      const { count, successesBefore } = parcel.serverErrors;
      parcel.serverErrors = {
        count: count + 1,
        successesBefore: count === 0 ? lane.successes : successesBefore
      };
      this._lanes.add(parcel);
    } else {
      this._lanes.putBack(parcel);
    }
  }

  private _wait(
    { target }: Parcel,
    lane: Lane,
    { trouble, error }: { trouble: Trouble; error: unknown }
  ): void {
    if (trouble !== 'outage') {
      this._sender.forget(target);
      lane.parcels.forEach(parcel => {
        parcel.forgetProgress();
      });
    }
    const isReached = this._reached.has(target.trackingUri);
    const mended = mendedTarget(target, trouble, isReached);
    if (mended !== undefined) {
      this._lanes.move(lane, mended);
      return;
    }
    const elapsed = (performance.now() - lane.failingSince) / 1000;
    const settings = retrySettings();
    const delay = delayAfter(error, {
      attempt: lane.failures - 1,
      elapsed,
      settings
    });
    const wake = (): void => {
      this.send();
    };
    if (delay === undefined || !(error instanceof HttpError)) {
      lane.block(wake);
    } else {
      lane.rest(delay, isAskedToWait(error, settings), wake);
    }
    tellTrouble(target, { trouble, elapsed, reason: reasonOf(error) });
  }

  /** Halves the parcel, so that the trace that the server does not want is alone in the end. */
  private _divide(parcel: Parcel, { traces, error }: Attempt): void {
    const { progress, target, isAdopted } = parcel;
    const left = traces.slice(progress.stored);
    const [first] = left;
    if (first !== undefined && left.length === 1) {
      this._setAside(parcel, first, error);
      return;
    }
    this._counts.countSent(traces.length - left.length);
    const middle = Math.ceil(left.length / 2);
    for (const half of [left.slice(middle), left.slice(0, middle)]) {
      const part = Parcel.of(target, half, isAdopted);
      part.progress = {
        areSpansStored: progress.areSpansStored,
        stored: 0
      };
      this._remember(part);
      this._lanes.putBack(part);
      if (parcel.file !== undefined) {
        this.keep(part);
      }
    }
    this._end(parcel);
    if (parcel.file !== undefined) {
      this.spool.remove(parcel.file);
    }
  }

  private _setAside(parcel: Parcel, trace: EncodedTrace, error: unknown): void {
    const place = this.spool.setAside(this._addressOf(parcel), [trace]);
    const reason = `trace ${trace.traceId} is refused: ${messageOf(error)}`;
    this._counts.countFailed(reason);
    const fate =
      place === undefined
        ? 'it is lost, as further ones are'
        : `it is kept in ${place}, further ones beside it`;
    warn(`refused: ${statusOf(error)}`, `${reason}; ${fate}`);
    this._end(parcel);
    if (parcel.file !== undefined) {
      this.spool.remove(parcel.file);
    }
  }

  /** What another process left goes when nothing else does. */
  private _resend(): void {
    if (this._isResending || this._inFlight.size > 0) {
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

  private _addressOf({ target }: Parcel): ReturnType<typeof addressOf> {
    return addressOf(target, this._reached.has(target.trackingUri));
  }

  private _remember({ traceIds, size }: Parcel): void {
    this.memory.traces += traceIds.length;
    this.memory.bytes += size;
  }

  /** What is on disk need not be in memory. */
  private _release(parcel: Parcel): void {
    if (parcel.file !== undefined) {
      this._forget(parcel);
    }
  }

  private _end(parcel: Parcel): void {
    parcel.isOver = true;
    this._forget(parcel);
  }

  private _forget(parcel: Parcel): void {
    if (parcel.traces !== undefined) {
      parcel.traces = undefined;
      this.memory.traces -= parcel.traceIds.length;
      this.memory.bytes -= parcel.size;
    }
  }
}

/** How an attempt went wrong. */
type Attempt = {
  readonly lane: Lane;
  readonly traces: readonly EncodedTrace[];
  readonly error: unknown;
};

/** An entry that holds nothing to send, or is not there any more. */
function isGone(error: unknown): boolean {
  return (
    error instanceof CorruptEntryError || messageOf(error).includes('ENOENT')
  );
}

/** A server that fails at this parcel again and again, and takes others meanwhile. */
function isPoison({ serverErrors }: Parcel, { lane, error }: Attempt): boolean {
  return (
    isServerError(error) &&
    serverErrors.count >= retrySettings().maxRetries &&
    lane.successes > serverErrors.successesBefore
  );
}

function isServerError(error: unknown): boolean {
  return error instanceof HttpError && Number(error.failure) >= 500;
}

function statusOf(error: unknown): string {
  return error instanceof HttpError ? String(error.failure) : messageOf(error);
}
