import type { ITranslator } from '@jupyterlab/translation';
import type { ViewHost } from '../view/host';
import type { DisplayChoice } from './display-choice';
import { mlflowPages } from './mlflow-pages';
import { readerLanguage } from './reader-language';
import { readerState, sessionState } from './session-state';
import { traceLink } from './trace-link';
import { traceServer } from './trace-server';

/** What JupyterLab offers to the view of one output. */
export function viewHost(
  choice: DisplayChoice,
  translator: ITranslator,
  hide: () => void
): ViewHost {
  const { chosen } = choice;
  const trans = translator.load('spanbook');
  return {
    ...readerLanguage(translator),
    state: sessionState,
    choices: readerState,
    hide,
    server: traceServer(trans),
    mlflow: mlflowPages(choice, trans),
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
