import { parseJson } from '../bundle/json-text';
import { isObject } from '../bundle/read-json';
import type { TransportWords } from './requests';
import type { Trans } from './words';

/** A server may say anything at any length: this much is read. */
const MAX_CHARACTERS = 300;

type Answer = Pick<Response, 'status' | 'headers' | 'ok'>;

/** Whoever is logged out is sent to a login page, which answers 200. */
export function isPage({ ok, headers }: Answer): boolean {
  return ok && typeOf(headers).includes('text/html');
}

/** Why there is no answer, for a reader who knows neither HTTP nor MLflow's API. */
export function reasonOf(
  answer: Answer,
  body: string,
  words: TransportWords,
  trans: Trans
): string {
  if (isPage(answer)) {
    return words.page;
  }
  const { status, headers } = answer;
  const said = saidByMlflow(body);
  if (status === 401 || status === 403) {
    return said ? `${words.refused} (${said})` : words.refused;
  }
  if (said !== undefined) {
    return trans.__('The tracking server says: %1', said);
  }
  if (status === 503 && headers.has('Retry-After')) {
    return trans.__(
      'The tracking server is still starting; try again in a moment.'
    );
  }
  return (
    saidByProxy(answer, body) ??
    (status === 404 && FROM_MLFLOW.test(body)
      ? trans.__(
          'This tracking server does not know the question: Spanbook needs MLflow 3.6 or newer.'
        )
      : status === 404
        ? words.noWay
        : FROM_DATABASE.test(body)
          ? trans.__(
              'The tracking server could not store or find it; the trace may have been deleted.'
            )
          : trans.__('The tracking server failed (%1).', status))
  );
}

/** What a database says instead of MLflow: of a trace that was deleted, for one. No reader can use it. */
const FROM_DATABASE = /\[SQL:|\(\w+\.\w*Error\)|QueuePool/;

/** What the two halves of MLflow's server, FastAPI and Flask, say of an address that they do not have. */
const FROM_MLFLOW = /^\{"detail":|<title>404 Not Found<\/title>/;

/** MLflow's errors are `{error_code, message}`. */
function saidByMlflow(body: string): string | undefined {
  try {
    const error = parseJson(body);
    return isObject(error) &&
      typeof error['error_code'] === 'string' &&
      typeof error['message'] === 'string' &&
      !FROM_DATABASE.test(error['message'])
      ? error['message'].slice(0, MAX_CHARACTERS)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Our proxy tells in a line of text why it cannot reach the tracking server. */
function saidByProxy(
  { status, headers }: Answer,
  body: string
): string | undefined {
  return [501, 502, 503, 504].includes(status) &&
    typeOf(headers).includes('text/plain')
    ? body.trim().slice(0, MAX_CHARACTERS)
    : undefined;
}

function typeOf(headers: Headers): string {
  return headers.get('Content-Type') ?? '';
}
