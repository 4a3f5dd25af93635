import { messageOf } from '../diag';
import { withoutCredentials } from '../config/address';

/** One request. `body` is sent as it is. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
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
  const { method, url, headers, body, timeout } = request;
  const name = `${method} ${withoutCredentials(url)}`;
  let status: number;
  let answer: string;
  let answerHeaders: Headers;
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout * 1000),
      // Uint8Array is a body for fetch; the type of a shared buffer, which none of ours is, keeps it from saying so.
      ...(body !== undefined && { body: body as string })
    });
    status = response.status;
    answerHeaders = response.headers;
    answer = await response.text();
  } catch (error) {
    throw unanswered(name, error, timeout);
  }
  if (status >= 200 && status < 300) {
    return answer;
  }
  throw refused(name, status, answerHeaders, answer);
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
  return memberOf(error, 'name') === 'TimeoutError'
    ? new HttpError(`${name}: no answer within ${timeout} s`, 'timeout')
    : new HttpError(`${name}: ${networkReason(error)}`, 'unreachable');
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
  status: number,
  headers: Headers,
  body: string
): HttpError {
  const { code, message } = detailsOf(headers.get('content-type') ?? '', body);
  const detail = message === '' ? '' : `: ${message.slice(0, MAX_DETAIL)}`;
  return new HttpError(`${name}: status ${status}${detail}`, status, {
    errorCode: code,
    retryAfter: secondsOf(headers.get('retry-after'))
  });
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
