import { Buffer } from 'node:buffer';
import type { TrackingTarget } from '../config/tracking';
import { messageOf, warn } from '../diag';
import type { EncodedTrace } from './encoded-trace';
import { ExperimentIds } from './experiments';
import { MlflowApi } from './mlflow-api';
import type { Parcel } from './parcel';
import { isPassing } from './retry';
import { locatedInfo } from './trace-info-wire';

/** Sends parcels to MLflow; each call makes one attempt, and goes on where the last one ended. */
export class ParcelSender {
  private readonly _experiments = new ExperimentIds();
  private readonly _note: (reason: string) => void;

  /** `note` is told of what went wrong and lost nothing. */
  constructor(note: (reason: string) => void) {
    this._note = note;
  }

  /**
   * Resolves when the server has all of it.
   * @throws HttpError
   */
  async send(parcel: Parcel, traces: readonly EncodedTrace[]): Promise<void> {
    const { target, progress } = parcel;
    const experimentId = await this._experiments.idOf(target);
    if (!progress.areSpansStored) {
      await this._putSpans(
        traces.map(({ spans }) => spans),
        target
      );
      progress.areSpansStored = true;
    }
    for (const trace of traces.slice(progress.stored)) {
      await this._putRest(trace, target, experimentId);
      progress.stored += 1;
    }
  }

  /** Asks for the experiment anew next time. */
  forget(target: TrackingTarget): void {
    this._experiments.forget(target);
  }

  private async _putSpans(
    bodies: readonly Uint8Array[],
    target: TrackingTarget
  ): Promise<void> {
    const experimentId = await this._experiments.idOf(target);
    // The bytes of two messages of one type are a message with the members of both (Protocol Buffers, "Encoding").
    await new MlflowApi(target).putSpans(Buffer.concat(bodies), experimentId);
  }

  /** What the trace is called, and its tags, are the business of the process in which it began. */
  private async _putRest(
    trace: EncodedTrace,
    target: TrackingTarget,
    experimentId: string
  ): Promise<void> {
    if (trace.info !== undefined) {
      // Written by `encodeTrace`.
      const info = JSON.parse(trace.info) as object;
      const place = await new MlflowApi(target).putTraceInfo(
        locatedInfo(info, experimentId)
      );
      await this._putFiles(trace, target, place);
    }
  }

  /** Files that cannot be stored go back into the spans, which are sent again; an outage is no such case. */
  private async _putFiles(
    { files, inline }: EncodedTrace,
    target: TrackingTarget,
    place: string | undefined
  ): Promise<void> {
    try {
      for (const { id, content } of files) {
        await new MlflowApi(target).putArtifact(
          `${place ?? ''}/attachments/${id}`,
          content
        );
      }
    } catch (error) {
      if (isPassing(error) || inline === undefined) {
        throw error;
      }
      const reason = messageOf(error);
      this._note(reason);
      warn(
        `attachments: ${reason}`,
        `attachments stay in the spans: ${reason}`
      );
      await this._putSpans([inline], target);
    }
  }
}
