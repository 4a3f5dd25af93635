import { trackingServer } from '../tracking/server';
import type { TraceServer } from '../view/host';
import { authorizationOf, type Credentials } from './credentials';
import { transportTo, wordsFor } from './transport';
import type { Turns } from './turns';

/** What MLflow's Python client writes for a person without a name. */
const UNKNOWN = 'default';

/** The tracking server at an address, asked with the reader's credentials and in their name. `isEdit`: to change something. */
export function serverAt(
  address: string,
  own: Credentials | undefined,
  isEdit: boolean,
  turns: Turns
): TraceServer {
  const authorization = own && authorizationOf(own);
  const words = wordsFor(new URL(address).origin, isEdit);
  const name = own && 'user' in own ? own.user : UNKNOWN;
  return trackingServer(
    transportTo({ address, authorization }, words, turns),
    () => Promise.resolve(name)
  );
}
