import type { CollectorTarget } from '../config/collector';
import { messageOf } from '../diag';
import { HttpError, type HttpFailure } from './http-client';
import { withoutSecrets } from './secrets';

/** Codes of Node's network errors: nobody answers. */
const UNREACHABLE = /^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|EPIPE|ETIMEDOUT)/;

/** gRPC's status codes by which another attempt may succeed, as the failure of HTTP that means the same. */
const GRPC_FAILURES: Readonly<Record<number, HttpFailure>> = {
  4: 'timeout',
  8: 429,
  10: 503,
  11: 503,
  14: 'unreachable',
  15: 503
};

/** gRPC's other codes as the HTTP status that they are mapped to by its specification. */
const GRPC_REFUSALS: Readonly<Record<number, number>> = { 7: 403, 16: 401 };

/** What OpenTelemetry's exporter reports, in the terms of our own retries; the message holds no credential. */
export function failureOf(error: Error, target: CollectorTarget): HttpError {
  const { address, protocol } = target;
  const reason = withoutSecrets(reasonOf(error), headerValues(target));
  return new HttpError(
    `OTLP ${protocol} to ${address}: ${reason}${hintFor(target)}`,
    kindOf(error, protocol)
  );
}

function kindOf(
  error: Error,
  protocol: CollectorTarget['protocol']
): HttpFailure {
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string') {
    return UNREACHABLE.test(code) ? 'unreachable' : 'content';
  }
  if (typeof code === 'number') {
    return protocol === 'grpc'
      ? (GRPC_FAILURES[code] ?? GRPC_REFUSALS[code] ?? 400)
      : code;
  }
  if (error.message === 'Request timed out') {
    return 'timeout';
  }
  // What the exporter says after 429, 502, 503 and 504, for which it has tried several times.
  return error.message.includes('retryable') ? 503 : 'content';
}

function reasonOf(error: Error): string {
  const code: unknown = Reflect.get(error, 'code');
  const text = messageOf(error);
  const isTold =
    (typeof code !== 'string' && typeof code !== 'number') ||
    text.includes(`${code}`);
  return isTold ? text : `${code} ${text}`;
}

/** The commonest mistake: the collector's port for gRPC, while HTTP is the default. */
function hintFor({ protocol, address }: CollectorTarget): string {
  return protocol !== 'grpc' && address.includes(':4317')
    ? '; port 4317 is usually for gRPC: set OTEL_EXPORTER_OTLP_PROTOCOL=grpc'
    : '';
}

function headerValues({ environment }: CollectorTarget): string[] {
  const texts = [
    environment['OTEL_EXPORTER_OTLP_HEADERS'],
    environment['OTEL_EXPORTER_OTLP_TRACES_HEADERS']
  ];
  return texts
    .flatMap(text => (text ?? '').split(','))
    .map(pair => pair.slice(pair.indexOf('=') + 1).trim());
}
