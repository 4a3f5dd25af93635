import { HttpError } from '../export/http-client';

/** What a failure is besides its message. */
export type MlflowExceptionDetails = {
  readonly errorCode?: string | undefined;
  readonly status?: number | undefined;
  readonly cause?: unknown;
};

/**
 * A call of the tracking server that failed, or one that could not be made. The message says what was asked, where,
 * why it failed and what to do; it holds no credentials.
 * @example
 * ```ts
 * try {
 *   await new MlflowClient().getTrace('tr-0');
 * } catch (error) {
 *   error instanceof MlflowException && error.errorCode; // → 'RESOURCE_DOES_NOT_EXIST'
 * }
 * ```
 */
export class MlflowException extends Error {
  override readonly name = 'MlflowException';
  /** MLflow's code, such as RESOURCE_DOES_NOT_EXIST or INVALID_PARAMETER_VALUE; INTERNAL_ERROR when it gave none. */
  readonly errorCode: string;
  /** Status of the HTTP answer, when there was one. */
  readonly status: number | undefined;

  constructor(message: string, details: MlflowExceptionDetails = {}) {
    super(message, { cause: details.cause });
    this.errorCode = details.errorCode ?? 'INTERNAL_ERROR';
    this.status = details.status;
  }
}

/** The error for an argument that MLflow does not take. */
export function invalidParameter(message: string): MlflowException {
  return new MlflowException(message, { errorCode: 'INVALID_PARAMETER_VALUE' });
}

/** True when the server says that there is no such trace, run, experiment or assessment. */
export function isNotFound(error: unknown): boolean {
  return (
    error instanceof MlflowException &&
    (error.errorCode === 'RESOURCE_DOES_NOT_EXIST' ||
      error.errorCode === 'NOT_FOUND')
  );
}

/** A failed request in terms of the call that made it. */
export function exceptionOf(call: string, error: HttpError): MlflowException {
  const { failure, errorCode } = error;
  const hint = hintFor(error);
  return new MlflowException(
    `${call}: ${error.message}${hint === undefined ? '' : `; ${hint}`}`,
    {
      errorCode,
      status: typeof failure === 'number' ? failure : undefined,
      cause: error
    }
  );
}

function hintFor({ failure, errorCode }: HttpError): string | undefined {
  switch (failure) {
    case 'unreachable':
      return 'start the MLflow server, or correct MLFLOW_TRACKING_URI or setTrackingUri()';
    case 'timeout':
      return 'MLFLOW_HTTP_REQUEST_TIMEOUT sets the seconds to wait';
    case 'content':
      return undefined;
    case 401:
    case 403:
      return 'check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN';
    case 404:
      return errorCode === undefined
        ? 'is this the address of an MLflow server, version 3.6 or later?'
        : undefined;
    default:
      return undefined;
  }
}
