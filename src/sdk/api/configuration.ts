import type { Credentials } from '../config/credentials';
import type { ExperimentChoice } from '../config/experiment-choice';
import { checkHost, checkTrackingUri } from '../config/server-address';
import { currentTarget } from '../config/tracking';
import { shared } from '../state';
import { sendWaitingTraces } from './flush';

/** Options of `init`; what is absent comes from the environment. */
export type InitOptions = {
  readonly trackingUri?: string | undefined;
  readonly experimentId?: string | undefined;
  readonly experimentName?: string | undefined;
  readonly trackingServerUsername?: string | undefined;
  readonly trackingServerPassword?: string | undefined;
  readonly trackingServerToken?: string | undefined;
  /** Address of a Databricks workspace, in place of DATABRICKS_HOST; without `trackingUri` the traces go there. */
  readonly host?: string | undefined;
  /** In place of DATABRICKS_TOKEN. */
  readonly databricksToken?: string | undefined;
};

/** An experiment by name, made when it is missing, or by id. */
export type ExperimentOptions = {
  readonly experimentName?: string | undefined;
  readonly experimentId?: string | undefined;
};

/**
 * Sets where traces go, as `init` of MLflow's TypeScript SDK does. Not needed when the environment says it, as in a
 * Spanbook notebook. May be called again at any time: traces under way go where they were to go, later ones to the new place.
 *
 * @throws TypeError when an address is neither http(s) nor `databricks`, or both a name and an id of an experiment are given.
 * @example
 * ```ts
 * init({
 *   trackingUri: 'http://localhost:5000',
 *   experimentName: 'support-bot',
 *   trackingServerToken: process.env['MY_TOKEN']
 * });
 * ```
 */
export function init(options: InitOptions = {}): void {
  const { experimentId, experimentName, host, databricksToken } = options;
  const trackingUri =
    options.trackingUri ?? (host === undefined ? undefined : 'databricks');
  const isExperimentGiven =
    experimentId !== undefined || experimentName !== undefined;
  const experiment = isExperimentGiven ? choiceOf(options, 'init') : undefined;
  const credentials = credentialsOf(options);
  if (trackingUri !== undefined) {
    checkTrackingUri(trackingUri);
  }
  if (host !== undefined) {
    checkHost(host);
  }
  sendWaitingTraces();
  shared.settings = {
    ...shared.settings,
    ...(trackingUri !== undefined && { trackingUri }),
    ...(experiment && { experiment }),
    ...(Object.keys(credentials).length > 0 && { credentials }),
    ...(host !== undefined && { databricksHost: host }),
    ...(databricksToken !== undefined && { databricksToken })
  };
}

/**
 * Sets the tracking server for traces that start from now on: an http(s) address, in which a user name and a password may
 * stand, or `databricks`. Destination and span processors stay. (Python drops them.)
 * @throws TypeError for any other address.
 * @example
 * ```ts
 * setTrackingUri('https://mlflow.example.org');
 * ```
 */
export function setTrackingUri(uri: string): void {
  init({ trackingUri: uri });
}

/**
 * The address of the tracking server, without credentials; `null` when none is set.
 * @example
 * ```ts
 * setTrackingUri('https://ana:secret@mlflow.example.org');
 * getTrackingUri(); // → 'https://mlflow.example.org'
 * ```
 */
export function getTrackingUri(): string | null {
  return currentTarget()?.trackingUri ?? null;
}

/** @throws TypeError unless just one of name and id is given. */
export function choiceOf(
  { experimentName, experimentId }: ExperimentOptions,
  caller = 'setExperiment'
): ExperimentChoice {
  if (experimentName !== undefined && experimentId !== undefined) {
    throw new TypeError(`${caller}: give a name or an id, not both`);
  }
  if (experimentName !== undefined) {
    return { kind: 'name', name: experimentName };
  }
  if (experimentId !== undefined) {
    return { kind: 'id', id: experimentId };
  }
  throw new TypeError(`${caller}: give a name or an id`);
}

function credentialsOf({
  trackingServerUsername: username,
  trackingServerPassword: password,
  trackingServerToken: token
}: InitOptions): Credentials {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(token !== undefined && { token })
  };
}
