import type { ITranslator } from '@jupyterlab/translation';
import type { ViewHost } from '../view/host';
import type { DisplayChoice } from './display-choice';
import { readerLanguage } from './reader-language';
import { readerState, sessionState } from './session-state';
import { traceLink } from './trace-link';
import { traceServer } from './trace-server';

/** What JupyterLab offers to the view of one output. */
export function viewHost(
  { chosen }: DisplayChoice,
  translator: ITranslator,
  hide: () => void
): ViewHost {
  const trans = translator.load('spanbook');
  return {
    ...readerLanguage(translator),
    state: sessionState,
    choices: readerState,
    hide,
    server: traceServer(trans),
    traceLink,
    advice: code =>
      code === 'version'
        ? trans.__(
            'This notebook was written by a newer Spanbook. Upgrade with "pip install --upgrade spanbook", then restart JupyterLab.'
          )
        : undefined,
    ...(chosen && chosen !== 'off' && { display: chosen })
  };
}
