import { parseJson } from '../../bundle/json-text';
import { isObject, type Unknown } from '../../bundle/read-json';
import { withoutCredentials } from '../config/address';
import { requestTimeout } from '../config/http-settings';
import type { TrackingTarget } from '../config/tracking';
import { HttpError, sendRequest } from '../export/http-client';
import { requestHeaders } from '../export/request-headers';
import { exceptionOf, MlflowException } from './mlflow-exception';
import { patiently } from './patiently';

/** One call of MLflow's REST API. */
export type RestCall = {
  /** The function of ours that needs the answer; messages begin with it. */
  readonly call: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the address of the server, with ids encoded by `pathOf`. */
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly body?: Unknown;
};

/** MLflow's REST API at one address. */
export class MlflowRest {
  private readonly _targetOf: () => TrackingTarget | undefined;

  /** The target is asked for at each call, so that making a client needs no server. */
  constructor(targetOf: () => TrackingTarget | undefined) {
    this._targetOf = targetOf;
  }

  /**
   * The object that the server answers, read by `parseJson`: long integers are marked. Short failures (a server that
   * starts, or is busy) are waited for.
   * @throws MlflowException
   */
  async ask(request: RestCall): Promise<Unknown> {
    try {
      const text = await patiently(() => this._send(request));
      return this._parsed(request, text);
    } catch (error) {
      throw error instanceof HttpError
        ? exceptionOf(request.call, error)
        : error;
    }
  }

  /** The tracking server with the credentials for it. @throws MlflowException when none is set. */
  target(call: string): TrackingTarget {
    const target = this._targetOf();
    if (target === undefined) {
      throw new MlflowException(
        `${call}: no tracking server is set; call setTrackingUri("http://…") or set MLFLOW_TRACKING_URI`,
        { errorCode: 'INVALID_PARAMETER_VALUE' }
      );
    }
    return target;
  }

  private _send({
    call,
    method,
    path,
    query,
    body
  }: RestCall): Promise<string> {
    const target = this.target(call);
    return sendRequest({
      method,
      url: `${target.trackingUri}${path}${queryText(query)}`,
      headers: {
        ...requestHeaders(target),
        ...(body !== undefined && { 'content-type': 'application/json' })
      },
      body: body && JSON.stringify(body),
      timeout: requestTimeout()
    });
  }

  private _parsed({ call, method, path }: RestCall, text: string): Unknown {
    const answer = parsedOrUndefined(text);
    if (isObject(answer)) {
      return answer;
    }
    const address = withoutCredentials(this.target(call).trackingUri);
    throw new MlflowException(
      `${call}: ${method} ${address}${path}: the answer is not JSON; is this the address of an MLflow server?`,
      { status: 200 }
    );
  }
}

/** A path with each id in its place encoded: pathOf\`/traces/${id}\`. */
export function pathOf(
  texts: TemplateStringsArray,
  ...ids: readonly string[]
): string {
  return texts
    .map((text, index) => text + encodeURIComponent(ids[index] ?? ''))
    .join('');
}

function queryText(query: RestCall['query'] = []): string {
  const pairs = query.map(
    ([key, value]) => `${key}=${encodeURIComponent(value)}`
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** An empty answer is an empty object: some calls give nothing back. */
function parsedOrUndefined(text: string): unknown {
  try {
    return text === '' ? {} : parseJson(text);
  } catch {
    return undefined;
  }
}
