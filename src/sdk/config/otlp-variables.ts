import { choice, flag, numeric, optional, secret, text } from './variable';

const PROTOCOL = choice(['http/protobuf', 'http/json', 'grpc'], {
  fallback: 'http/protobuf',
  meaning:
    '`http/protobuf`, `http/json`, or `grpc`, which needs the package `@opentelemetry/exporter-trace-otlp-grpc`. (Python: `grpc` by default.)'
});

const COMPRESSION = choice(['none', 'gzip'], {
  fallback: 'none',
  meaning: '`none` or `gzip`.'
});

const TIMEOUT = numeric({
  fallback: 10_000,
  unit: 'ms',
  meaning: 'Time for one request, its repetitions included.',
  min: 1,
  max: 86_400_000
});

const FOR_TRACES = 'The same, for traces; goes before it.';

/**
 * What OpenTelemetry's own exporters read, by the OTLP exporter specification. All of it stands here so that a wrong
 * value is reported, and so that two traces with different values go through two exporters.
 */
export const OTLP_VARIABLES = {
  OTEL_EXPORTER_OTLP_PROTOCOL: PROTOCOL,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: optional(PROTOCOL, FOR_TRACES),
  OTEL_EXPORTER_OTLP_HEADERS: secret('Headers: `key=value,key=value`.'),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: secret(FOR_TRACES),
  OTEL_EXPORTER_OTLP_COMPRESSION: COMPRESSION,
  OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: optional(COMPRESSION, FOR_TRACES),
  OTEL_EXPORTER_OTLP_TIMEOUT: TIMEOUT,
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: optional(TIMEOUT, FOR_TRACES),
  OTEL_EXPORTER_OTLP_CERTIFICATE: text(
    'File (PEM) with the certificates of the authorities to trust.'
  ),
  OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: text(FOR_TRACES),
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: text(
    'File (PEM) with a client certificate.'
  ),
  OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: text(FOR_TRACES),
  OTEL_EXPORTER_OTLP_CLIENT_KEY: text('File (PEM) with its key.'),
  OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: text(FOR_TRACES),
  OTEL_EXPORTER_OTLP_INSECURE: flag({
    fallback: false,
    meaning: 'gRPC to an address without `http://` or `https://`: no TLS.'
  }),
  OTEL_EXPORTER_OTLP_TRACES_INSECURE: optional(
    flag({ fallback: false, meaning: '' }),
    FOR_TRACES
  )
} as const;

export type OtlpVariableName = keyof typeof OTLP_VARIABLES;
