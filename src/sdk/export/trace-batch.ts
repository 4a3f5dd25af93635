import type { TrackingTarget } from '../config/tracking';
import type { RecordingSpan } from '../recording/recording-span';
import type { TraceRecorder } from '../recording/trace-recorder';

/** Spans of one trace that wait to be sent. */
export type QueuedTrace<Target = TrackingTarget> = {
  readonly trace: TraceRecorder;
  readonly target: Target;
  readonly spans: readonly RecordingSpan[];
};

/**
 * Traces of one request at most. MLflow's server stores a request as a whole or not at all, at about 1 ms a span; its
 * throughput comes from batches, not from parallel requests.
 */
export const MAX_TRACES = 50;

/** UTF-16 units of one request: collectors take 4 MB over gRPC by default. */
const MAX_TEXT_LENGTH = 4_000_000;

/** What one request may hold; a single trace may be more. */
export type BatchLimits = { readonly traces: number; readonly spans: number };

/** Takes from the front of the queue what goes into the next request: traces of one target, at least one. */
export function takeBatch<Target>(
  queue: QueuedTrace<Target>[],
  limits: BatchLimits
): readonly QueuedTrace<Target>[] {
  const batch: QueuedTrace<Target>[] = [];
  let spans = 0;
  let textLength = 0;
  for (const queued of queue) {
    spans += queued.spans.length;
    textLength += textLengthOf(queued);
    const isOther = queued.target !== (batch[0]?.target ?? queued.target);
    const isTooMuch =
      batch.length >= limits.traces ||
      spans > limits.spans ||
      textLength > MAX_TEXT_LENGTH;
    if (isOther || (batch.length > 0 && isTooMuch)) {
      break;
    }
    batch.push(queued);
  }
  queue.splice(0, batch.length);
  return batch;
}

function textLengthOf({ spans }: QueuedTrace<unknown>): number {
  return spans.reduce((sum, span) => sum + span.textLength, 0);
}
