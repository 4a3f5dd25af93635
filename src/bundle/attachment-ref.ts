/** What a reference to a file that MLflow stores beside a trace says. */
export type AttachmentRef = {
  readonly attachmentId: string;
  readonly contentType: string;
  readonly traceId: string;
  /** Bytes; absent when the reference does not say. */
  readonly size?: number;
};

/** The scheme of the references that stand in stored inputs and outputs. */
export const ATTACHMENT_SCHEME = 'mlflow-attachment://';

/** `mlflow-attachment://id?content_type=image%2Fpng&trace_id=tr-1&size=5`, as MLflow 3.9 and later write it. */
const REFERENCE = /^mlflow-attachment:\/\/([\w.-]+)\?(\S+)$/;

/** A reference is short: longer text is not looked through for one. */
const MAX_LENGTH = 2000;

/** Reads a reference; `null` for any other text. */
export function attachmentRefIn(text: string): AttachmentRef | null {
  const [, attachmentId, query] =
    text.length > MAX_LENGTH ? [] : (REFERENCE.exec(text) ?? []);
  const fields = new URLSearchParams(query);
  const contentType = fields.get('content_type');
  const traceId = fields.get('trace_id');
  const size = Number(fields.get('size'));
  return attachmentId && contentType && traceId
    ? { attachmentId, contentType, traceId, ...(size > 0 && { size }) }
    : null;
}
