import { messageOf, warn } from '../diag';
import { shared } from '../state';
import { credentialsFor, type Credentials } from './credentials';
import { currentExperiment, type ExperimentChoice } from './experiment-choice';
import { read } from './environment';
import {
  databricksHost,
  isDatabricks,
  serverAddressOf
} from './server-address';

/** What the user set in code; it goes before the environment. */
export type TrackingSettings = {
  readonly trackingUri?: string;
  readonly experiment?: ExperimentChoice;
  readonly credentials?: Credentials;
  readonly databricksHost?: string;
  readonly databricksToken?: string;
};

/**
 * Where a trace goes, fixed when it starts: a cell that changes the tracking URI or the experiment meanwhile redirects
 * later traces only.
 */
export type TrackingTarget = {
  /** Address of the server without credentials and trailing slash. */
  readonly trackingUri: string;
  readonly experiment: ExperimentChoice;
  readonly credentials: Credentials;
  /** The run that the traces are linked to. */
  readonly runId?: string | undefined;
  /** The id of the experiment, filled in once it is known. */
  experimentId: string | undefined;
};

let lastKey = '';
let lastTarget: TrackingTarget | undefined;

/** The target for a trace that starts now; undefined when no usable tracking server is set. */
export function currentTarget(): TrackingTarget | undefined {
  const uri = shared.settings.trackingUri ?? read('MLFLOW_TRACKING_URI');
  if (uri === undefined) {
    return undefined;
  }
  const experiment = currentExperiment();
  const credentials = credentialsFor(uri);
  const key = JSON.stringify([
    uri,
    experiment,
    credentials,
    isDatabricks(uri) && databricksHost()
  ]);
  if (key !== lastKey) {
    lastKey = key;
    lastTarget = usableTarget(uri, experiment, credentials);
  }
  return lastTarget;
}

/**
 * The target at a tracking URI that is given, with the experiment of the current one.
 * @throws TypeError when it is not the http(s) address of a server.
 */
export function targetAt(trackingUri: string): TrackingTarget {
  return targetOf(
    trackingUri,
    currentExperiment(),
    credentialsFor(trackingUri)
  );
}

function usableTarget(
  uri: string,
  experiment: ExperimentChoice,
  credentials: Credentials
): TrackingTarget | undefined {
  try {
    return targetOf(uri, experiment, credentials);
  } catch (error) {
    warn('tracking URI', `${messageOf(error)}; traces are not stored`);
    return undefined;
  }
}

function targetOf(
  trackingUri: string,
  experiment: ExperimentChoice,
  credentials: Credentials
): TrackingTarget {
  return {
    trackingUri: serverAddressOf(trackingUri),
    experiment,
    credentials,
    experimentId: experiment.kind === 'id' ? experiment.id : undefined
  };
}
