import { shared } from '../state';
import type { RecordingSpan } from './recording-span';

/**
 * Ends the spans whose end failed because the stack was full, innermost first. Called where there is room again: when
 * a root span has ended, before a new trace, before a flush.
 */
export function repairSpans(spans: readonly RecordingSpan[]): void {
  shared.needsRepair = false;
  for (const span of [...spans].reverse()) {
    span.repair();
  }
}

/** Like `repairSpans`, for every trace with open spans. */
export function repairTraces(): void {
  if (shared.needsRepair) {
    for (const trace of [...shared.openTraces.values()]) {
      repairSpans(trace.spans);
    }
  }
}
