import { withoutCredentials } from '../config/address';
import { CertificateFileError } from '../config/tls';
import { messageOf } from '../diag';
import { credentialsIn, withoutSecrets } from './secrets';
import { transmit, type HttpAnswer } from './transport';

/** One request. `body` is sent as it is. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** Seconds for the request with its answer. */
  readonly timeout: number;
};

/** Why a request failed. `unreachable`: no answer at all; `timeout`: none in time; a number: the status of the answer. */
export type HttpFailure = 'unreachable' | 'timeout' | 'content' | number;

/** A request that failed; the message names method, address (without credentials) and reason. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly failure: HttpFailure;
  /** MLflow's own code, such as RESOURCE_DOES_NOT_EXIST. */
  readonly errorCode: string | undefined;
  /** Seconds, from a Retry-After header. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    failure: HttpFailure,
    details: {
      errorCode?: string | undefined;
      retryAfter?: number | undefined;
    } = {}
  ) {
    super(message);
    this.failure = failure;
    this.errorCode = details.errorCode;
    this.retryAfter = details.retryAfter;
  }
}

/**
 * Sends a request and gives the text of a 2xx answer.
 * @throws HttpError for everything else, redirects too: followed blindly, they would turn a POST into a GET.
 */
export async function sendRequest(request: HttpRequest): Promise<string> {
  const name = `${request.method} ${withoutCredentials(request.url)}`;
  let answer: HttpAnswer;
  try {
    answer = await transmit(request);
  } catch (error) {
    throw unanswered(name, error, request.timeout);
  }
  if (answer.status >= 200 && answer.status < 300) {
    return answer.text;
  }
  throw refused(name, answer, request);
}

/**
 * Like `sendRequest`, for an answer that is JSON.
 * @throws HttpError also when the answer is something else, such as the login page of a proxy.
 */
export async function requestJson(request: HttpRequest): Promise<unknown> {
  const text = await sendRequest(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(
      `${request.method} ${withoutCredentials(request.url)}: the answer is not JSON; is this the address of an MLflow server?`,
      'content'
    );
  }
}

function unanswered(name: string, error: unknown, timeout: number): HttpError {
  if (memberOf(error, 'name') === 'TimeoutError') {
    return new HttpError(`${name}: no answer within ${timeout} s`, 'timeout');
  }
  if (error instanceof CertificateFileError) {
    return new HttpError(`${name}: ${error.message}`, 'content');
  }
  const reason = networkReason(error);
  return isAboutCertificate(reason)
    ? new HttpError(
        `${name}: ${reason}; MLFLOW_TRACKING_SERVER_CERT_PATH names the certificates to trust`,
        'content'
      )
    : new HttpError(`${name}: ${reason}`, 'unreachable');
}

/** Node says it by codes such as DEPTH_ZERO_SELF_SIGNED_CERT, Deno by a sentence. Asking again is of no use. */
function isAboutCertificate(reason: string): boolean {
  return /certificate|_CERT|^CERT_|UNABLE_TO_VERIFY/i.test(reason);
}

/** fetch says only "fetch failed"; the reason is in its cause. */
function networkReason(error: unknown): string {
  const cause = memberOf(error, 'cause');
  const code = memberOf(cause, 'code');
  return typeof code === 'string' ? code : messageOf(cause ?? error);
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Reflect.get(value, key)
    : undefined;
}

/** Characters of a server's own words that a message repeats. */
const MAX_DETAIL = 300;

function refused(
  name: string,
  { status, headers, text }: HttpAnswer,
  request: HttpRequest
): HttpError {
  const { code, message } = detailsOf(headers.get('content-type') ?? '', text);
  const said = withoutSecrets(message, credentialsIn(request.headers));
  const detail = said === '' ? '' : `: ${said.slice(0, MAX_DETAIL)}`;
  const elsewhere = redirection(headers.get('location'), request.url);
  return new HttpError(
    `${name}: status ${status}${detail}${elsewhere}`,
    status,
    {
      errorCode: code,
      retryAfter: secondsOf(headers.get('retry-after'))
    }
  );
}

/** Where an answer leads to, such as a login page; what stands behind the path may be a secret. */
function redirection(location: string | null, base: string): string {
  if (location === null || !URL.canParse(location, base)) {
    return '';
  }
  const { origin, pathname } = new URL(location, base);
  return `: leads to ${origin}${pathname}`;
}

/** MLflow answers errors as JSON, as plain text, and unhandled ones as HTML. */
function detailsOf(
  contentType: string,
  body: string
): { readonly code?: string | undefined; readonly message: string } {
  if (contentType.includes('json')) {
    try {
      const { error_code, message, detail } = JSON.parse(body) as Record<
        string,
        unknown
      >;
      const text = message ?? detail ?? '';
      return {
        code: typeof error_code === 'string' ? error_code : undefined,
        message: typeof text === 'string' ? text : JSON.stringify(text)
      };
    } catch {
      return { message: '' };
    }
  }
  return { message: contentType.startsWith('text/plain') ? body.trim() : '' };
}

/** Retry-After is a number of seconds or a date. */
function secondsOf(header: string | null): number | undefined {
  if (header === null) {
    return undefined;
  }
  const seconds = /^\d+$/.test(header.trim())
    ? Number(header)
    : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
