import { TraceKey } from '../../recording/attribute-keys';
import { isRecordingSpan } from '../../recording/recording-span';

/** Gives the trace of a span the session that a library knows it by, unless it has one. */
export function noteSession(span: unknown, session: unknown): void {
  if (!isRecordingSpan(span) || typeof session !== 'string') {
    return;
  }
  const { recorder } = span;
  const { metadata } = recorder.details;
  if (!metadata.has(TraceKey.session)) {
    metadata.set(TraceKey.session, session);
    recorder.detailsChanged();
  }
}
