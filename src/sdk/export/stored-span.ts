import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { JsonText } from '../../bundle/types';
import { messageOf, warn } from '../diag';
import { attachmentRef } from '../recording/attachment';
import { AttributeKey } from '../recording/attribute-keys';
import { withoutMedia, type ExtractedFile } from '../recording/extract-media';
import { extractionScope } from '../recording/limit-attachments';
import { otlpValueOf } from '../recording/otlp-value';
import type { RecordingSpan } from '../recording/recording-span';

/** What MLflow stores in another form than the notebook shows: references in place of files. */
type Extracted = {
  readonly texts: ReadonlyMap<string, JsonText>;
  readonly files: readonly ExtractedFile[];
};

/** By span, so that its text, its info and its files hold the same references. */
const known = new WeakMap<RecordingSpan, Extracted>();

/** The span as MLflow stores it. */
export function storedOtel(span: RecordingSpan): ReadableSpan {
  const { otel } = span;
  for (const [key, text] of extractedFrom(span).texts) {
    otel.attributes[key] = otlpValueOf(text);
  }
  return otel;
}

/** The text of an attribute as MLflow stores it. */
export function storedText(
  span: RecordingSpan,
  key: string
): JsonText | undefined {
  return extractedFrom(span).texts.get(key) ?? span.textOf(key);
}

/** The files of a span, which are stored beside the trace. */
export function filesOf(span: RecordingSpan): readonly ExtractedFile[] {
  return extractedFrom(span).files;
}

function extractedFrom(span: RecordingSpan): Extracted {
  const extracted = known.get(span) ?? extractFrom(span);
  if (extracted.texts.size > 0) {
    known.set(span, extracted);
  }
  return extracted;
}

function extractFrom(span: RecordingSpan): Extracted {
  const files: ExtractedFile[] = [];
  const texts = new Map<string, JsonText>();
  for (const key of [AttributeKey.inputs, AttributeKey.outputs]) {
    const text = withReferences(span, key, files);
    if (text !== undefined) {
      texts.set(key, text);
    }
  }
  return { texts, files };
}

function withReferences(
  span: RecordingSpan,
  key: string,
  files: ExtractedFile[]
): JsonText | undefined {
  try {
    return withoutMedia(span.textOf(key) ?? '', extractionScope(), file => {
      files.push(file);
      const { id, contentType, content } = file;
      return attachmentRef(
        { id, contentType, size: content.length },
        span.traceId
      );
    });
  } catch (error) {
    warn('attachments', `attachments stay in the span: ${messageOf(error)}`);
    return undefined;
  }
}
