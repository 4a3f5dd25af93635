import { ServerConnection } from '@jupyterlab/services';
import { isObject } from '../bundle/read-json';
import { isLite } from './lite';

/** What MLflow's Python client writes for a person without a name. */
const UNKNOWN = 'default';

/** Who is logged in to Jupyter, by the name that a hub or the identity provider gives. Never rejects. */
export async function readerName(): Promise<string> {
  if (isLite()) {
    return UNKNOWN;
  }
  try {
    const settings = ServerConnection.makeSettings();
    const response = await ServerConnection.makeRequest(
      `${settings.baseUrl}api/me`,
      {},
      settings
    );
    const answer: unknown = response.ok ? await response.json() : {};
    const identity = isObject(answer) ? answer['identity'] : undefined;
    const name = isObject(identity) ? identity['name'] : undefined;
    return typeof name === 'string' && name !== '' ? name : UNKNOWN;
  } catch {
    return UNKNOWN;
  }
}
