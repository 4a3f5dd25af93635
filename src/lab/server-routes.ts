import type { TranslationBundle } from '@jupyterlab/translation';
import { Refusal } from '../tracking/refusal';
import { Requests } from '../tracking/requests';
import { behindJupyter, noServerInLite } from './behind-jupyter';
import { isLite } from './lite';
import {
  linesIn,
  statusIn,
  type ServerState,
  type ServerStatus
} from './server-status';

/** What Spanbook's server extension tells of the tracking server, and does for it. */
export type ServerRoutes = {
  /** Never rejects: that there is no answer is a status too. */
  status(): Promise<ServerStatus>;
  /** Starts the embedded server again and gives the status then. @throws Refusal that says why it does not */
  restart(): Promise<ServerStatus>;
  /** The end of the embedded server's log, oldest line first. @throws Refusal */
  log(): Promise<readonly string[]>;
};

/** The routes below `spanbook/`, behind Jupyter's own address and login. */
export function serverRoutes(trans: TranslationBundle): ServerRoutes {
  const requests = new Requests(behindJupyter('spanbook/', trans));
  const answered = async (): Promise<ServerStatus> =>
    statusIn(await requests.ask({ path: 'status' }));
  return {
    status: () =>
      isLite()
        ? Promise.resolve(without('off', noServerInLite(trans)))
        : answered().catch(refused),
    restart: async () =>
      statusIn(await requests.ask({ path: 'restart', method: 'POST' })),
    log: async () => linesIn(await requests.ask({ path: 'log' }))
  };
}

/** Of HTTP's status; 0 when nobody answered. */
const STATES: ReadonlyMap<unknown, ServerState> = new Map([
  [0, 'away'],
  [404, 'off']
]);

function refused(error: unknown): ServerStatus {
  return error instanceof Refusal
    ? without(STATES.get(error.status) ?? 'unknown', error.message)
    : without('unknown', String(error));
}

function without(state: ServerState, message: string): ServerStatus {
  return { state, message, log: [] };
}
