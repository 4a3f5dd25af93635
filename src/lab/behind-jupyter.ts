import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Transport, TransportWords } from '../tracking/requests';
import { isLite } from './lite';

/**
 * The way to what stands at `door` behind Jupyter's address, with Jupyter's own login and XSRF value. In JupyterLite,
 * which has no server, each request is refused without being sent.
 */
export function behindJupyter(
  door: string,
  trans: TranslationBundle
): Transport {
  const settings = ServerConnection.makeSettings();
  const words = wordsIn(trans);
  const send: Transport['send'] = (path, init) =>
    ServerConnection.makeRequest(
      `${settings.baseUrl}${door}${path}`,
      init,
      settings
    );
  return isLite()
    ? {
        send: () => Promise.reject(new Error()),
        trans,
        words: { ...words, noAnswer: noServerInLite(trans) }
      }
    : { send, trans, words };
}

/** Why a click in JupyterLite that needs a server does nothing. */
export function noServerInLite(trans: TranslationBundle): string {
  return trans.__(
    'JupyterLite has no server, so no MLflow can be asked from here. What the file holds is shown.'
  );
}

function wordsIn(trans: TranslationBundle): TransportWords {
  return {
    page: trans.__('You are logged out of Jupyter; reload the page.'),
    refused: trans.__(
      'It was refused. If you were logged out of Jupyter, reload the page.'
    ),
    noWay: trans.__(
      "Jupyter knows no way to a tracking server: Spanbook's server extension is not running."
    ),
    noAnswer: trans.__(
      'Jupyter does not answer: its server has ended, or this computer is offline.'
    )
  };
}
