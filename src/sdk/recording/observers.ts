import { messageOf, warn } from '../diag';
import { shared } from '../state';
import type { RecordedTrace, TraceObserver } from './types';

/** Lets an observer know of every trace from now on; the result ends that. */
export function addTraceObserver(observer: TraceObserver): () => void {
  shared.observers.add(observer);
  return () => {
    shared.observers.delete(observer);
  };
}

/** Tells each observer; what one throws is a diagnostic and keeps no other from hearing. */
export function notify(event: keyof TraceObserver, trace: RecordedTrace): void {
  if (shared.observers.size === 0) {
    return;
  }
  for (const observer of shared.observers) {
    try {
      observer[event](trace);
    } catch (error) {
      warn(
        `observer ${event}`,
        `an observer of traces failed: ${messageOf(error)}`
      );
    }
  }
}
