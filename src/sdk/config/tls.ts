import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { messageOf, warn } from '../diag';
import { read, type Environment } from './environment';

/** A file of certificates that cannot be read; the message names the variable. */
export class CertificateFileError extends Error {
  override readonly name = 'CertificateFileError';
}

let lastKey = '';
let lastAgent: Agent | undefined;

/**
 * How to make TLS connections to the tracking server when MLFLOW_TRACKING_INSECURE_TLS, _SERVER_CERT_PATH or
 * _CLIENT_CERT_PATH say so; undefined when the runtime's own way will do. Files are read once, until a variable changes.
 * @throws CertificateFileError
 */
export function currentTlsAgent(environment?: Environment): Agent | undefined {
  const isInsecure = read('MLFLOW_TRACKING_INSECURE_TLS', environment);
  const ca = read('MLFLOW_TRACKING_SERVER_CERT_PATH', environment);
  const client = read('MLFLOW_TRACKING_CLIENT_CERT_PATH', environment);
  const key = JSON.stringify([isInsecure, ca, client]);
  if (key !== lastKey) {
    const isDefault = !isInsecure && ca === undefined && client === undefined;
    lastAgent = isDefault ? undefined : agentWith({ isInsecure, ca, client });
    lastKey = key;
  }
  return lastAgent;
}

type TlsFiles = {
  readonly isInsecure: boolean;
  readonly ca: string | undefined;
  readonly client: string | undefined;
};

/** A certificate to trust goes before trusting any, which Python refuses as contradictory. */
function agentWith({ isInsecure, ca, client }: TlsFiles): Agent {
  if (isInsecure && ca !== undefined) {
    warn(
      'MLFLOW_TRACKING_INSECURE_TLS',
      'MLFLOW_TRACKING_INSECURE_TLS is ignored, since MLFLOW_TRACKING_SERVER_CERT_PATH is set'
    );
  }
  const pair =
    client === undefined
      ? undefined
      : fileOf('MLFLOW_TRACKING_CLIENT_CERT_PATH', client);
  return new Agent({
    keepAlive: true,
    rejectUnauthorized: !isInsecure || ca !== undefined,
    ...(ca !== undefined && {
      ca: fileOf('MLFLOW_TRACKING_SERVER_CERT_PATH', ca)
    }),
    ...(pair !== undefined && { cert: pair, key: pair })
  });
}

function fileOf(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CertificateFileError(`${variable}: ${messageOf(error)}`);
  }
}
