import process from 'node:process';
import { warn } from '../diag';
import { shared } from '../state';
import { withoutCredentials } from './address';

/** How to name the experiment that traces go to; the server's default one when nothing is said. */
export type ExperimentChoice =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'default' };

/** What the user set in code; it goes before the environment. */
export type TrackingSettings = {
  readonly trackingUri?: string;
  readonly experiment?: ExperimentChoice;
  readonly credentials?: Credentials;
};

/** Credentials for the tracking server; never shown anywhere. */
export type Credentials = {
  readonly username?: string;
  readonly password?: string;
  readonly token?: string;
};

/**
 * Where a trace goes, fixed when it starts: a cell that changes the tracking URI or the experiment meanwhile redirects
 * later traces only.
 */
export type TrackingTarget = {
  /** Address of the server without a trailing slash. */
  readonly trackingUri: string;
  readonly experiment: ExperimentChoice;
  readonly credentials: Credentials;
  /** The id of the experiment, filled in once it is known. */
  experimentId: string | undefined;
};

let lastKey = '';
let lastTarget: TrackingTarget | undefined;

/** The target for a trace that starts now; undefined when no usable tracking server is set. */
export function currentTarget(): TrackingTarget | undefined {
  const { MLFLOW_TRACKING_URI, MLFLOW_EXPERIMENT_NAME, MLFLOW_EXPERIMENT_ID } =
    process.env;
  const { trackingUri = MLFLOW_TRACKING_URI, experiment } = shared.settings;
  const choice =
    experiment ?? experimentOf(MLFLOW_EXPERIMENT_NAME, MLFLOW_EXPERIMENT_ID);
  const credentials = currentCredentials();
  const key = JSON.stringify([trackingUri, choice, credentials]);
  if (key !== lastKey) {
    lastKey = key;
    lastTarget = targetOf(trackingUri, choice, credentials);
  }
  return lastTarget;
}

/**
 * The target at an address that is given, with the credentials and the experiment of the current one.
 * @throws TypeError when it is not the http(s) address of a server.
 */
export function targetAt(uri: string): TrackingTarget {
  const { MLFLOW_EXPERIMENT_NAME, MLFLOW_EXPERIMENT_ID } = process.env;
  return checkedTarget(
    uri,
    shared.settings.experiment ??
      experimentOf(MLFLOW_EXPERIMENT_NAME, MLFLOW_EXPERIMENT_ID),
    currentCredentials()
  );
}

/**
 * The address of a tracking server as it is used: http or https, no trailing slash.
 * @throws TypeError for anything else, also for the file and database addresses that Python takes.
 */
export function serverAddressOf(uri: string): string {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new TypeError(
      `tracking URI: "${withoutCredentials(uri)}" is not the http(s) address of an MLflow server`
    );
  }
  return uri.replace(/\/+$/, '');
}

function targetOf(
  uri: string | undefined,
  experiment: ExperimentChoice,
  credentials: Credentials
): TrackingTarget | undefined {
  if (uri === undefined || uri === '') {
    return undefined;
  }
  try {
    return checkedTarget(uri, experiment, credentials);
  } catch (error) {
    warn('tracking URI', `${String(error)}; traces are not stored`);
    return undefined;
  }
}

function checkedTarget(
  uri: string,
  experiment: ExperimentChoice,
  credentials: Credentials
): TrackingTarget {
  return {
    trackingUri: withoutCredentials(serverAddressOf(uri)),
    experiment,
    credentials: { ...credentialsIn(uri), ...credentials },
    experimentId: idOf(experiment)
  };
}

/** fetch refuses addresses with a user name in them. */
function credentialsIn(uri: string): Credentials {
  const { username, password } = new URL(uri);
  return username === ''
    ? {}
    : {
        username: decodeURIComponent(username),
        password: decodeURIComponent(password)
      };
}

function idOf(experiment: ExperimentChoice): string | undefined {
  return experiment.kind === 'id' ? experiment.id : undefined;
}

/** The name goes before the id, as in Python. */
function experimentOf(
  name: string | undefined,
  id: string | undefined
): ExperimentChoice {
  if (name !== undefined && name !== '') {
    return { kind: 'name', name };
  }
  return id !== undefined && id !== ''
    ? { kind: 'id', id }
    : { kind: 'default' };
}

function currentCredentials(): Credentials {
  const {
    MLFLOW_TRACKING_USERNAME: username,
    MLFLOW_TRACKING_PASSWORD: password,
    MLFLOW_TRACKING_TOKEN: token
  } = process.env;
  return {
    ...(username && { username }),
    ...(password && { password }),
    ...(token && { token }),
    ...shared.settings.credentials
  };
}
