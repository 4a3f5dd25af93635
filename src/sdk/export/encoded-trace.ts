import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { JsonText } from '../../bundle/types';
import { traceInfoOf } from '../recording/trace-info';
import { filesOf, storedOtel, storedText } from './stored-span';
import type { QueuedTrace } from './trace-batch';
import { traceInfoWire } from './trace-info-wire';

/** A file beside a trace. */
export type EncodedFile = {
  readonly id: string;
  readonly content: Uint8Array;
};

/** A finished trace as it travels: written once, sent and kept on disk as it is. */
export type EncodedTrace = {
  readonly traceId: string;
  /** An OTLP protobuf request; several of them, one after the other, are a request too. */
  readonly spans: Uint8Array;
  /** For StartTraceV3, without the experiment; undefined when another process tells what the trace is called. */
  readonly info: JsonText | undefined;
  readonly files: readonly EncodedFile[];
  /** The spans to which the files belong, with the files in place: for a server that stores no files. */
  readonly inline: Uint8Array | undefined;
};

/**
 * Encodes the spans of one trace.
 * @throws Error when OpenTelemetry cannot.
 */
export function encodeTrace({ trace, spans }: QueuedTrace): EncodedTrace {
  if (trace.isRemote) {
    return {
      traceId: trace.traceId,
      spans: encode(spans.map(({ otel }) => otel)),
      info: undefined,
      files: [],
      inline: undefined
    };
  }
  const stored = spans.map(storedOtel);
  const withFiles = spans.filter(span => filesOf(span).length > 0);
  return {
    traceId: trace.traceId,
    spans: encode(stored),
    info: JSON.stringify(traceInfoWire(traceInfoOf(trace, storedText))),
    files: withFiles.flatMap(filesOf),
    inline:
      withFiles.length === 0
        ? undefined
        : encode(withFiles.map(({ otel }) => otel))
  };
}

/** Bytes that the trace takes. */
export function sizeOf({ spans, info, files, inline }: EncodedTrace): number {
  return files.reduce(
    (sum, { content }) => sum + content.length,
    spans.length + (info?.length ?? 0) + (inline?.length ?? 0)
  );
}

function encode(spans: ReadableSpan[]): Uint8Array {
  const body = ProtobufTraceSerializer.serializeRequest(spans);
  if (body === undefined) {
    throw new Error('the spans could not be encoded');
  }
  return body;
}
