import { retrySettings } from '../config/http-settings';
import { messageOf, warn } from '../diag';
import type { EncodedTrace } from './encoded-trace';
import type { FlushCounts } from './flush-counts';
import { HttpError } from './http-client';
import type { Lane } from './lane';
import type { Lanes } from './lanes';
import { mendedTarget } from './mended-target';
import { Parcel } from './parcel';
import type { ParcelKeeper } from './parcel-keeper';
import { delayAfter, isAskedToWait } from './retry';
import { CorruptEntryError } from './spool/spool-entry';
import { tellTrouble } from './tell-trouble';
import { reasonOf, troubleOf, type Trouble } from './trouble';

/** How an attempt went wrong. */
export type FailedAttempt = {
  readonly lane: Lane;
  /** Those of the parcel; none when its entry could not be read. */
  readonly traces: readonly EncodedTrace[];
  readonly error: unknown;
};

/** What the consequences of a failure reach. */
export type SetbackServices = {
  readonly lanes: Lanes;
  readonly keeper: ParcelKeeper;
  readonly counts: FlushCounts;
  /** Called when a lane has rested. */
  wake(): void;
  /** Called when what is known of a target may be wrong. */
  forget(target: Parcel['target']): void;
};

/** What follows when an attempt has failed: the parcel waits, goes elsewhere, is halved, or its trace is set aside. */
export class Setbacks {
  private readonly _services: SetbackServices;

  constructor(services: SetbackServices) {
    this._services = services;
  }

  /** To be called once for each failed attempt; the parcel is not under way any more. */
  failed(parcel: Parcel, attempt: FailedAttempt): void {
    const { error, traces } = attempt;
    const trouble = troubleOf(error);
    if (isGone(error)) {
      this._lose(parcel, error);
    } else if (
      traces.length > 0 &&
      (trouble === 'trace' || isPoison(parcel, attempt))
    ) {
      this._divide(parcel, attempt);
    } else {
      this._services.counts.note(reasonOf(error));
      this._putBack(parcel, attempt);
      this._wait(parcel, attempt, trouble);
    }
  }

  /** The entry is set aside, or gone. */
  private _lose(parcel: Parcel, error: unknown): void {
    const reason = `${parcel.traceIds.join(', ')}: ${messageOf(error)}`;
    this._services.counts.countFailed(reason, parcel.traceIds.length);
    if (!(error instanceof CorruptEntryError)) {
      warn('spool entry', `traces on disk could not be read: ${reason}`);
    }
    parcel.file = undefined;
    this._services.keeper.end(parcel);
  }

  /** A parcel at which the server fails lets the others go first: perhaps it is the parcel's fault. */
  private _putBack(parcel: Parcel, { lane, error }: FailedAttempt): void {
    lane.failed();
    if (isServerError(error)) {
      const { count, successesBefore } = parcel.serverErrors;
      parcel.serverErrors = {
        count: count + 1,
        successesBefore: count === 0 ? lane.successes : successesBefore
      };
      this._services.lanes.add(parcel);
    } else {
      this._services.lanes.putBack(parcel);
    }
  }

  private _wait(
    { target }: Parcel,
    { lane, error }: FailedAttempt,
    trouble: Trouble
  ): void {
    if (trouble !== 'outage') {
      this._services.forget(target);
      lane.parcels.forEach(parcel => {
        parcel.forgetProgress();
      });
    }
    const isReached = this._services.keeper.isReached(target);
    const mended = mendedTarget(target, trouble, isReached);
    if (mended !== undefined) {
      this._services.lanes.move(lane, mended);
      return;
    }
    const elapsed = (performance.now() - lane.failingSince) / 1000;
    this._rest(lane, error, elapsed);
    tellTrouble(target, { trouble, elapsed, reason: reasonOf(error) });
  }

  private _rest(lane: Lane, error: unknown, elapsed: number): void {
    const settings = retrySettings();
    const attempt = lane.failures - 1;
    const delay = delayAfter(error, { attempt, elapsed, settings });
    const wake = (): void => {
      this._services.wake();
    };
    if (delay === undefined || !(error instanceof HttpError)) {
      lane.block(wake);
    } else {
      lane.rest(delay, isAskedToWait(error, settings), wake);
    }
  }

  /** Halves the parcel, so that the trace that the server does not want is alone in the end. */
  private _divide(parcel: Parcel, { traces, error }: FailedAttempt): void {
    const left = traces.slice(parcel.progress.stored);
    const [first] = left;
    if (first !== undefined && left.length === 1) {
      this._setAside(parcel, first, error);
      return;
    }
    this._services.counts.countSent(traces.length - left.length);
    const middle = Math.ceil(left.length / 2);
    for (const half of [left.slice(middle), left.slice(0, middle)]) {
      const part = Parcel.partOf(parcel, half);
      this._services.keeper.remember(part);
      this._services.lanes.putBack(part);
      if (parcel.file !== undefined) {
        this._services.keeper.keep(part);
      }
    }
    this._services.keeper.end(parcel);
  }

  private _setAside(parcel: Parcel, trace: EncodedTrace, error: unknown): void {
    const place = this._services.keeper.setAside(parcel, trace);
    const reason = `trace ${trace.traceId} is refused: ${messageOf(error)}`;
    this._services.counts.countFailed(reason);
    const fate =
      place === undefined
        ? 'it is lost, as further ones are'
        : `it is kept in ${place}, further ones beside it`;
    warn(`refused: ${statusOf(error)}`, `${reason}; ${fate}`);
    this._services.keeper.end(parcel);
  }
}

/** An entry that holds nothing to send, or is not there any more. */
function isGone(error: unknown): boolean {
  return (
    error instanceof CorruptEntryError || messageOf(error).includes('ENOENT')
  );
}

/** A server that fails at this parcel again and again, and takes others meanwhile. */
function isPoison(
  { serverErrors }: Parcel,
  { lane, error }: FailedAttempt
): boolean {
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
