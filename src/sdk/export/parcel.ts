import type { TrackingTarget } from '../config/tracking';
import { sizeOf, type EncodedTrace } from './encoded-trace';
import type { InfoAnswer } from './mlflow-api';
import type { SpoolFile } from './spool/spool';

/** What a server has taken of a parcel already. */
export type Progress = {
  /** By trace id: what the server said to the info of a trace before it had the spans. */
  readonly infos: Map<string, InfoAnswer>;
  areSpansStored: boolean;
  /** Traces of which everything is stored, from the first on: they are sent in order. */
  stored: number;
};

/** Traces that travel together, from the queue until a server has them; in memory, on disk, or both. */
export class Parcel {
  readonly traceIds: readonly string[];
  /** Bytes of its traces. */
  readonly size: number;
  /** True for what another process left. */
  readonly isAdopted: boolean;
  /** Where they are to go; changes when what was wrong with it is mended. */
  target: TrackingTarget;
  /** Undefined when they are on disk only. */
  traces: readonly EncodedTrace[] | undefined;
  file: SpoolFile | undefined;
  progress: Progress = newProgress();
  /** Attempts that ended with an error of the server's own (5xx), and the successes of the lane before the first. */
  serverErrors = { count: 0, successesBefore: 0 };
  /** Milliseconds of the monotonic clock when it was packed. */
  readonly since = performance.now();
  /** True once nothing is to be done for it any more. */
  isOver = false;

  private constructor(
    target: TrackingTarget,
    traceIds: readonly string[],
    { size, isAdopted }: Pick<Parcel, 'size' | 'isAdopted'>
  ) {
    this.target = target;
    this.traceIds = traceIds;
    this.size = size;
    this.isAdopted = isAdopted;
  }

  /** Of traces in memory; at least one. */
  static of(
    target: TrackingTarget,
    traces: readonly EncodedTrace[],
    isAdopted = false
  ): Parcel {
    const parcel = new Parcel(
      target,
      traces.map(({ traceId }) => traceId),
      { size: traces.reduce((sum, trace) => sum + sizeOf(trace), 0), isAdopted }
    );
    parcel.traces = traces;
    return parcel;
  }

  /** Of an entry on disk that another process left. */
  static adopted(
    target: TrackingTarget,
    traceIds: readonly string[],
    file: SpoolFile
  ): Parcel {
    const parcel = new Parcel(target, traceIds, {
      size: file.size,
      isAdopted: true
    });
    parcel.file = file;
    return parcel;
  }

  /** Some of the traces of a parcel, as a parcel of their own that has come as far. */
  static partOf(whole: Parcel, traces: readonly EncodedTrace[]): Parcel {
    const part = Parcel.of(whole.target, traces, whole.isAdopted);
    const { infos, areSpansStored } = whole.progress;
    part.progress = { infos: new Map(infos), areSpansStored, stored: 0 };
    return part;
  }

  /** How far it has come; grows with each request that succeeds. */
  get steps(): number {
    const { infos, areSpansStored, stored } = this.progress;
    return infos.size + stored + (areSpansStored ? 1 : 0);
  }

  /** Begins anew: perhaps it was not the right server that took something. */
  forgetProgress(): void {
    this.progress = newProgress();
  }
}

function newProgress(): Progress {
  return { infos: new Map(), areSpansStored: false, stored: 0 };
}
