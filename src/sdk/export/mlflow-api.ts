import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { withoutCredentials } from '../config/address';
import { requestTimeout } from '../config/http-settings';
import type { TrackingTarget } from '../config/tracking';
import {
  HttpError,
  requestJson,
  sendRequest,
  type HttpRequest
} from './http-client';
import { readExperiment, type Experiment } from './experiment';
import { requestHeaders } from './request-headers';

const compress = promisify(gzip);

/** What the server says when it has the info of a trace. */
export type InfoAnswer = {
  /** For files that belong to the trace, when the server says one. */
  readonly place: string | undefined;
  /** Whether spans that come later change nothing of it; older servers add the tokens of the spans to it. */
  readonly isFinal: boolean;
};

/** The calls of MLflow's REST API that recording needs. Each makes one attempt and throws an `HttpError`. */
export class MlflowApi {
  private readonly _target: TrackingTarget;

  constructor(target: TrackingTarget) {
    this._target = target;
  }

  /** Undefined when there is none of that name. */
  async findExperiment(name: string): Promise<Experiment | undefined> {
    try {
      const query = `experiment_name=${encodeURIComponent(name)}`;
      return experimentOf(
        await this._json(
          'GET',
          `/api/2.0/mlflow/experiments/get-by-name?${query}`
        )
      );
    } catch (error) {
      if (
        error instanceof HttpError &&
        error.failure === 404 &&
        error.errorCode !== undefined
      ) {
        return undefined;
      }
      throw error;
    }
  }

  async getExperiment(id: string): Promise<Experiment> {
    const query = `experiment_id=${encodeURIComponent(id)}`;
    return experimentOf(
      await this._json('GET', `/api/2.0/mlflow/experiments/get?${query}`)
    );
  }

  /** The id of the new experiment; fails with RESOURCE_ALREADY_EXISTS when somebody was faster. */
  async createExperiment(name: string): Promise<string> {
    const answer = await this._json(
      'POST',
      '/api/2.0/mlflow/experiments/create',
      {
        name,
        tags: [EXPERIMENT_KIND]
      }
    );
    return textAt(answer, 'experiment_id') ?? '';
  }

  /**
   * StartTraceV3: makes the info of a trace, or brings it up to date.
   * @throws HttpError also when the answer does not hold the trace: something that is not MLflow said yes.
   */
  async putTraceInfo(traceInfo: object): Promise<InfoAnswer> {
    const path = '/api/3.0/mlflow/traces';
    const answer = await this._json('POST', path, {
      trace: { trace_info: traceInfo }
    });
    const stored = memberAt(memberAt(answer, 'trace'), 'trace_info');
    if (textAt(stored, 'trace_id') === undefined) {
      throw new HttpError(
        `POST ${this._target.trackingUri}${path}: the answer holds no trace; is this the address of an MLflow server?`,
        'content'
      );
    }
    const metadata = memberAt(stored, 'trace_metadata');
    return {
      place: textAt(memberAt(stored, 'tags'), 'mlflow.artifactLocation'),
      isFinal: textAt(metadata, 'mlflow.trace.infoFinalized') === 'true'
    };
  }

  /**
   * Stores a file through the server.
   * @throws HttpError also when the place is one that the server gives no access to.
   */
  async putArtifact(location: string, content: Uint8Array): Promise<void> {
    const [, path] = SERVED_ARTIFACT.exec(location) ?? [];
    if (path === undefined) {
      throw new HttpError(
        `files cannot be stored at ${withoutCredentials(location)}: the server does not serve artifacts`,
        'content'
      );
    }
    await sendRequest({
      ...this._request('PUT', `/api/2.0/mlflow-artifacts/artifacts/${path}`),
      headers: {
        ...requestHeaders(this._target),
        'content-type': 'application/octet-stream'
      },
      body: content
    });
  }

  /**
   * Adds spans, or replaces those with the same id; all of them or none. `body` is an OTLP protobuf request.
   * @throws HttpError also when a page is the answer: something that is not MLflow said yes.
   */
  async putSpans(body: Uint8Array, experimentId: string): Promise<void> {
    const headers = {
      ...requestHeaders(this._target),
      'content-type': 'application/x-protobuf',
      'x-mlflow-experiment-id': experimentId,
      ...(this._target.runId !== undefined && {
        'x-mlflow-run-id': this._target.runId
      })
    };
    const request = { ...this._request('POST', '/v1/traces'), headers };
    const answer = await sendRequest({
      ...request,
      headers: { ...headers, 'content-encoding': 'gzip' },
      body: await compress(body)
    }).catch((error: unknown) => {
      if (!isNotUnpacked(error)) {
        throw error;
      }
      return sendRequest({ ...request, body });
    });
    if (/^\s*</.test(answer)) {
      throw new HttpError(
        `POST ${request.url}: the answer is a page; is this the address of an MLflow server?`,
        'content'
      );
    }
  }

  private _json(
    method: 'GET' | 'POST',
    path: string,
    body?: object
  ): Promise<unknown> {
    return requestJson({
      ...this._request(method, path),
      headers: {
        ...requestHeaders(this._target),
        'content-type': 'application/json'
      },
      body: body && JSON.stringify(body)
    });
  }

  private _request(
    method: HttpRequest['method'],
    path: string
  ): Omit<HttpRequest, 'headers'> {
    return {
      method,
      url: `${this._target.trackingUri}${path}`,
      timeout: requestTimeout()
    };
  }
}

/** MLflow 3.6 reads no compressed spans: it takes them for bad ones. */
const isNotUnpacked = (error: unknown): boolean =>
  error instanceof HttpError &&
  error.failure === 400 &&
  error.message.includes('Invalid OpenTelemetry protobuf format');

/** An artifact that the tracking server keeps itself, perhaps with its address. */
const SERVED_ARTIFACT = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.*)$/;

/** Makes MLflow's UI open the experiment on its traces. */
const EXPERIMENT_KIND = {
  key: 'mlflow.experimentKind',
  value: 'genai_development'
} as const;

function experimentOf(answer: unknown): Experiment {
  return readExperiment(memberAt(answer, 'experiment'));
}

function textAt(value: unknown, key: string): string | undefined {
  const text = memberAt(value, key);
  return typeof text === 'string' ? text : undefined;
}

function memberAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Reflect.get(value, key)
    : undefined;
}
