import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import {
  ATTACHMENT_SCHEME,
  attachmentRefIn,
  type AttachmentRef
} from '../../bundle/attachment-ref';

export type { AttachmentRef };

/** What an attachment is made of. */
export type AttachmentFields = {
  /** MIME type, such as `image/png`. */
  readonly contentType: string;
  readonly content: Uint8Array;
};

/** Parameter of a data URI by which an attachment of the user's is told from a data URI that he happened to have. */
export const ATTACHMENT_PARAMETER = ';mlflow-attachment=';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/x-wav',
  '.ogg': 'audio/ogg',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.json': 'application/json',
  '.csv': 'text/csv',
  '.html': 'text/html',
  '.txt': 'text/plain'
};

/**
 * An image, a sound or another file in the inputs or outputs of a span. MLflow stores it as a file beside the trace, and
 * a reference in its place; the notebook shows the file itself. Data URIs, and the images and sounds of the chat formats
 * that MLflow knows, need no attachment: they are stored so of themselves, unless MLFLOW_TRACE_EXTRACT_ATTACHMENTS is
 * false.
 *
 * @example
 * const chart = new Attachment({ contentType: 'image/png', content: new Uint8Array([137, 80, 78, 71]) });
 * withSpan(span => span.setOutputs({ chart }));
 */
export class Attachment implements AttachmentFields {
  readonly id: string = randomUUID();
  readonly contentType: string;
  readonly content: Uint8Array;

  constructor({ contentType, content }: AttachmentFields) {
    this.contentType = contentType;
    this.content = content;
  }

  /**
   * The file at a path, read now; its type is told by the name when it is not given.
   * @throws whatever reading the file throws.
   */
  static fromFile(path: string, contentType?: string): Attachment {
    return new Attachment({
      contentType:
        contentType ??
        CONTENT_TYPES[extname(path).toLowerCase()] ??
        'application/octet-stream',
      content: readFileSync(path)
    });
  }

  /** The parts of a reference that stands in a stored trace; `null` for any other text. */
  static parseRef(ref: string): AttachmentRef | null {
    return attachmentRefIn(ref);
  }

  /** What stands in the stored trace in place of the file. */
  ref(traceId: string): string {
    const { id, contentType, content } = this;
    return attachmentRef({ id, contentType, size: content.length }, traceId);
  }

  /** The form in which a span records it: a data URI, which the notebook can show. */
  toJSON(): string {
    const { id, contentType, content } = this;
    const base64 = Buffer.from(content).toString('base64');
    return `data:${contentType}${ATTACHMENT_PARAMETER}${id};base64,${base64}`;
  }
}

/** The reference to an attachment, as Python writes it. */
export function attachmentRef(
  {
    id,
    contentType,
    size
  }: {
    readonly id: string;
    readonly contentType: string;
    readonly size: number;
  },
  traceId: string
): string {
  const query = new URLSearchParams({
    content_type: contentType,
    trace_id: traceId,
    size: String(size)
  });
  return `${ATTACHMENT_SCHEME}${id}?${query.toString()}`;
}
