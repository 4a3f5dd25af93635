import { shared } from '../state';
import { read } from './environment';
import { isDatabricks } from './server-address';

/** Credentials for the tracking server; never shown anywhere. */
export type Credentials = {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly token?: string | undefined;
};

/**
 * The credentials for a tracking URI: those given in code, else those in the URI itself, else the environment's. They
 * are never mixed, since a user name of one place does not belong to the password of another. No file is read, no
 * `.netrc` either.
 */
export function credentialsFor(trackingUri: string): Credentials {
  return (
    shared.settings.credentials ??
    credentialsIn(trackingUri) ??
    environmentCredentials(trackingUri)
  );
}

/** Asked for each trace: an address without an `@` need not be taken apart. */
function credentialsIn(uri: string): Credentials | undefined {
  if (!uri.includes('@') || !URL.canParse(uri)) {
    return undefined;
  }
  const { username, password } = new URL(uri);
  return username === ''
    ? undefined
    : { username: decoded(username), password: decoded(password) };
}

/** A stray percent sign stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function environmentCredentials(uri: string): Credentials {
  return isDatabricks(uri)
    ? { token: shared.settings.databricksToken ?? read('DATABRICKS_TOKEN') }
    : {
        username: read('MLFLOW_TRACKING_USERNAME'),
        password: read('MLFLOW_TRACKING_PASSWORD'),
        token: read('MLFLOW_TRACKING_TOKEN')
      };
}
