import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Transport } from '../tracking/requests';

/** The way to what stands at `door` behind Jupyter's address, with Jupyter's own login and XSRF value. */
export function behindJupyter(
  door: string,
  trans: TranslationBundle
): Transport {
  const settings = ServerConnection.makeSettings();
  return {
    send: (path, init) =>
      ServerConnection.makeRequest(
        `${settings.baseUrl}${door}${path}`,
        init,
        settings
      ),
    trans,
    words: {
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
    }
  };
}
