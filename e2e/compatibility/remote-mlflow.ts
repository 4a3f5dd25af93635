import { authorization } from '../../scripts/lib/mlflow-server.mjs';

/** The login that the remote tracking server asks for, as scripts/lib/compatibility-remote.mjs has made it. */
export const LOGIN = {
  username: process.env['SPANBOOK_REMOTE_USERNAME'] ?? '',
  password: process.env['SPANBOOK_REMOTE_PASSWORD'] ?? ''
};

/** The variables by which a Jupyter server reaches it: on the server's side only. */
export const environmentWith = (
  password: string
): Readonly<Record<string, string>> => ({
  MLFLOW_TRACKING_URI: process.env['SPANBOOK_REMOTE_URI'] ?? '',
  MLFLOW_TRACKING_USERNAME: LOGIN.username,
  MLFLOW_TRACKING_PASSWORD: password
});

/** What must stand in nothing that a browser gets or sends: the password, and the header that has it. */
export const SECRETS = [
  LOGIN.password,
  authorization(LOGIN).replace('Basic ', '')
];
