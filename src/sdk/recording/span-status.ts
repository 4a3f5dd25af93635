import { StatusCode } from '../../bundle/types';

/**
 * The status codes of a span. A span that ends without an error becomes `OK`.
 * @example
 * ```ts
 * const span = startSpan({ name: 'fetch', inputs: { url } });
 * span.setStatus(SpanStatusCode.ERROR, 'no answer');
 * span.end();
 * span.status; // → { statusCode: 'ERROR', description: 'no answer' }
 * ```
 */
export const SpanStatusCode = {
  UNSET: 'UNSET',
  OK: 'OK',
  ERROR: 'ERROR'
} as const;

/** One of the status codes. */
export type SpanStatusCode =
  (typeof SpanStatusCode)[keyof typeof SpanStatusCode];

/** A status with the text that explains an error, such as `"RangeError: no such page"`. */
export type SpanStatus = {
  readonly statusCode: SpanStatusCode;
  readonly description?: string;
};

/** OpenTelemetry's number for a code. */
export const OTEL_STATUS = {
  UNSET: StatusCode.unset,
  OK: StatusCode.ok,
  ERROR: StatusCode.error
} satisfies Record<SpanStatusCode, StatusCode>;

/**
 * Reads a code in any of MLflow's spellings, also `STATUS_CODE_OK` of its JSON and of its TypeScript SDK.
 * @throws TypeError for anything else.
 */
export function statusCodeOf(code: string): SpanStatusCode {
  const short = code.replace(/^STATUS_CODE_/, '');
  if (short === 'UNSET' || short === 'OK' || short === 'ERROR') {
    return short;
  }
  throw new TypeError(
    `setStatus: "${code}" is not a status, expected UNSET, OK or ERROR`
  );
}
