import { Buffer } from 'node:buffer';
import type { TrackingTarget } from '../config/tracking';
import { messageOf, warn } from '../diag';
import type { EncodedTrace } from './encoded-trace';
import { ExperimentIds } from './experiments';
import { MlflowApi, type InfoAnswer } from './mlflow-api';
import type { Parcel } from './parcel';
import { isPassing } from './retry';
import { locatedInfo } from './trace-info-wire';

/**
 * Sends parcels to MLflow; each call makes one attempt, and goes on where the last one ended.
 *
 * The infos go first: for a server it is half the work to make a trace from its info and to add the spans than to make it
 * from the spans and to change what they said (bench/delivery).
 */
export class ParcelSender {
  private readonly _experiments = new ExperimentIds();
  private readonly _note: (reason: string) => void;
  /** Servers that would change an info by the spans that come after it: there it goes last. */
  private readonly _infoLast = new Set<string>();

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
    await this._putInfos(parcel, traces);
    if (!progress.areSpansStored) {
      await this._putSpans(
        traces.map(({ spans }) => spans),
        target
      );
      progress.areSpansStored = true;
    }
    for (const trace of traces.slice(progress.stored)) {
      await this._putRest(trace, target, progress.infos.get(trace.traceId));
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

  private async _putInfos(
    { target, progress }: Parcel,
    traces: readonly EncodedTrace[]
  ): Promise<void> {
    const { infos, areSpansStored } = progress;
    for (const trace of traces) {
      if (areSpansStored || this._infoLast.has(target.trackingUri)) {
        return;
      }
      const answer =
        infos.get(trace.traceId) ?? (await this._putInfo(trace, target));
      if (answer !== undefined) {
        infos.set(trace.traceId, answer);
        this._learn(target, answer);
      }
    }
  }

  private _learn(
    { trackingUri }: TrackingTarget,
    { isFinal }: InfoAnswer
  ): void {
    if (!isFinal) {
      this._infoLast.add(trackingUri);
    }
  }

  /** What the trace is called, and its tags, are the business of the process in which it began. */
  private async _putInfo(
    { info }: EncodedTrace,
    target: TrackingTarget
  ): Promise<InfoAnswer | undefined> {
    if (info === undefined) {
      return undefined;
    }
    const experimentId = await this._experiments.idOf(target);
    // Written by `encodeTrace`.
    const parsed = JSON.parse(info) as { tags?: object };
    return new MlflowApi(target).putTraceInfo(
      locatedInfo(parsed, experimentId)
    );
  }

  private async _putRest(
    trace: EncodedTrace,
    target: TrackingTarget,
    before: InfoAnswer | undefined
  ): Promise<void> {
    const answer = before?.isFinal
      ? before
      : await this._putInfo(trace, target);
    await this._putFiles(trace, target, answer?.place);
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
