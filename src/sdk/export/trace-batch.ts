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
 * What one request may hold. MLflow's server stores a request as a whole or not at all, at about 1 ms a span; its
 * throughput comes from batches, not from parallel requests. Collectors take 4 MB over gRPC by default.
 */
const LIMITS = { traces: 50, spans: 1000, textLength: 4_000_000 } as const;

/** Takes from the front of the queue what goes into the next request: traces of one target, at least one. */
export function takeBatch<Target>(
  queue: QueuedTrace<Target>[]
): readonly QueuedTrace<Target>[] {
  const batch: QueuedTrace<Target>[] = [];
  let spans = 0;
  let textLength = 0;
  for (const queued of queue) {
    spans += queued.spans.length;
    textLength += textLengthOf(queued);
    const isOther = queued.target !== (batch[0]?.target ?? queued.target);
    const isTooMuch =
      batch.length >= LIMITS.traces ||
      spans > LIMITS.spans ||
      textLength > LIMITS.textLength;
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
