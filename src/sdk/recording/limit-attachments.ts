import { read } from '../config/environment';
import { onceATurn } from '../config/turn';
import { warn } from '../diag';
import { AttributeKey } from './attribute-keys';
import { withoutMedia, type ExtractionScope } from './extract-media';
import type { RecordingSpan } from './recording-span';

const maxSize = onceATurn(() => read('MLFLOW_TRACE_MAX_ATTACHMENT_SIZE'));

/** Which files of a span are stored apart from it. */
export function extractionScope(): ExtractionScope {
  return read('MLFLOW_TRACE_EXTRACT_ATTACHMENTS') ? 'all' : 'own';
}

/**
 * Takes files beyond MLFLOW_TRACE_MAX_ATTACHMENT_SIZE out of a span that is about to end: a message stands in their
 * place, and the span gets an exception event and status ERROR, as in Python.
 */
export function limitAttachments(span: RecordingSpan): void {
  const limit = maxSize();
  if (limit === undefined) {
    return;
  }
  for (const key of [AttributeKey.inputs, AttributeKey.outputs]) {
    const text = span.ownTextOf(key);
    const limited =
      text &&
      withoutMedia(text, extractionScope(), ({ content: { length } }) =>
        length > limit ? refused(span, length, limit) : undefined
      );
    if (limited !== undefined) {
      span.setText(key, limited);
    }
  }
}

function refused(span: RecordingSpan, size: number, limit: number): string {
  const message = `Attachment too large (${size} bytes > ${limit} bytes limit). Content discarded.`;
  warn('attachment too large', message);
  span.recordException(new Error(message));
  return `[Attachment too large: ${size} bytes exceeds ${limit} bytes limit]`;
}
