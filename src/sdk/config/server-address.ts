import { shared } from '../state';
import { withoutCredentials } from './address';
import { read } from './environment';

/** The tracking URI that stands for the Databricks workspace of `DATABRICKS_HOST`. */
const DATABRICKS = 'databricks';

/** True for `databricks`. */
export function isDatabricks(trackingUri: string): boolean {
  return trackingUri === DATABRICKS;
}

/**
 * Checks a tracking URI when it is set, as far as it can be told without the environment.
 * @throws TypeError unless it is an http(s) address or `databricks`; also for the file and database addresses that
 *   Python takes.
 */
export function checkTrackingUri(uri: string): void {
  if (uri.startsWith(`${DATABRICKS}:`)) {
    throw new TypeError(
      `tracking URI: profiles of Databricks are not read; use "databricks" with DATABRICKS_HOST and DATABRICKS_TOKEN`
    );
  }
  if (!isDatabricks(uri) && !isHttp(uri)) {
    throw new TypeError(
      `tracking URI: "${withoutCredentials(uri)}" is not the http(s) address of an MLflow server`
    );
  }
}

/**
 * The address that requests for a tracking URI go to: http(s), no credentials, no trailing slash.
 * @throws TypeError as `checkTrackingUri`, and when the workspace behind `databricks` is not known.
 */
export function serverAddressOf(trackingUri: string): string {
  checkTrackingUri(trackingUri);
  return withoutCredentials(
    isDatabricks(trackingUri) ? databricksAddress() : trackingUri
  );
}

/** The workspace behind `databricks`, as it was given; undefined when nobody said. */
export function databricksHost(): string | undefined {
  return shared.settings.databricksHost ?? read('DATABRICKS_HOST');
}

/** @throws TypeError unless it is the name or the http(s) address of a workspace. */
export function checkHost(host: string): void {
  if (host === '' || !isHttp(asAddress(host))) {
    throw new TypeError(
      `init: host "${withoutCredentials(host)}" is not the address of a Databricks workspace`
    );
  }
}

function databricksAddress(): string {
  const host = databricksHost();
  if (host === undefined || !isHttp(asAddress(host))) {
    throw new TypeError(
      'tracking URI: "databricks" needs the address of the workspace in DATABRICKS_HOST'
    );
  }
  return asAddress(host);
}

function asAddress(host: string): string {
  return host.includes('://') ? host : `https://${host}`;
}

function isHttp(uri: string): boolean {
  return (
    URL.canParse(uri) && ['http:', 'https:'].includes(new URL(uri).protocol)
  );
}
