import { messageOf } from '../diag';
import { HttpError } from './http-client';
import { isPassing } from './retry';

/**
 * What stands between a trace and its server. `outage` passes by itself; `trace`: the server does not want this trace,
 * or one of its batch; the others have to be mended.
 */
export type Trouble =
  | 'outage'
  | 'trace'
  | 'credentials'
  | 'permission'
  | 'experiment'
  | 'address'
  | 'tls';

/** What MLflow says of an experiment that was deleted, and of an id that cannot be one. */
const WRONG_EXPERIMENT = /must be in the 'active' state|Invalid experiment ID/i;

/** Statuses by which a server judges the content of a request. */
const REFUSALS: ReadonlySet<unknown> = new Set([400, 409, 413, 422]);

const STATUS_TROUBLES: Readonly<Record<number, Trouble>> = {
  401: 'credentials',
  403: 'permission',
  407: 'address'
};

const ADVICE: Readonly<Record<Trouble, string>> = {
  outage:
    'is the server running, and MLFLOW_TRACKING_URI its address and port?',
  trace: '',
  credentials:
    'set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD',
  permission:
    'may this user write to the experiment? (MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_USERNAME, MLFLOW_EXPERIMENT_NAME)',
  experiment:
    'the experiment is missing or deleted: restore it, or set MLFLOW_EXPERIMENT_NAME or MLFLOW_EXPERIMENT_ID',
  address:
    'this does not answer as an MLflow server, version 3.6 or later: check its version, and address and port in MLFLOW_TRACKING_URI',
  tls: 'check https:// and the port in MLFLOW_TRACKING_URI, and the certificates in MLFLOW_TRACKING_SERVER_CERT_PATH'
};

/** What a failed attempt means. */
export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof HttpError)) {
    return 'trace';
  }
  const { failure, message } = error;
  if (/_SSL_|EPROTO|certificate|_CERT/i.test(message)) {
    return 'tls';
  }
  if (isPassing(error)) {
    return 'outage';
  }
  if (isAboutExperiment(error)) {
    return 'experiment';
  }
  return REFUSALS.has(failure)
    ? 'trace'
    : (STATUS_TROUBLES[Number(failure)] ?? 'address');
}

/** The reason of a failure with what to do about it; no credential. */
export function reasonOf(error: unknown): string {
  const advice = ADVICE[troubleOf(error)];
  const reason = messageOf(error);
  return advice === '' || reason.includes(advice)
    ? reason
    : `${reason}; ${advice}`;
}

/** MLflow's OTLP route says so in plain words, its other routes with a code. */
function isAboutExperiment({
  failure,
  errorCode,
  message
}: HttpError): boolean {
  return (
    (failure === 404 &&
      (errorCode === 'RESOURCE_DOES_NOT_EXIST' ||
        /experiment/i.test(said(message)))) ||
    (failure === 400 && WRONG_EXPERIMENT.test(said(message)))
  );
}

/** The server's part of the message: behind the address, in which anything may stand. */
function said(message: string): string {
  return message.split(/: status \d+:? ?/)[1] ?? '';
}
