import { Buffer } from 'node:buffer';
import { read } from '../config/environment';
import type { TrackingTarget } from '../config/tracking';
import { VERSION } from '../version';

/** The headers of each request to the tracking server. Basic goes before bearer, as in Python. */
export function requestHeaders({
  credentials
}: TrackingTarget): Readonly<Record<string, string>> {
  const { username, password, token } = credentials;
  const workspace = read('MLFLOW_WORKSPACE');
  return {
    accept: 'application/json',
    'user-agent': `spanbook/${VERSION}`,
    ...(workspace && { 'x-mlflow-workspace': workspace }),
    ...(token && { authorization: `Bearer ${token}` }),
    ...(username && {
      authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`
    })
  };
}
