import type { TranslationBundle } from '@jupyterlab/translation';
import type { MlflowPages } from '../view/host';
import type { DisplayChoice } from './display-choice';

/** MLflow's own pages, from behind Jupyter. Their code is fetched with the first of them. */
export function mlflowPages(
  choice: DisplayChoice,
  trans: TranslationBundle
): MlflowPages {
  return {
    isFirst: choice.settings?.get('view').composite === 'mlflow',
    page: trace =>
      import('./on-demand').then(({ notebookPage }) =>
        notebookPage(trace, trans)
      ),
    open: trace => void choice.openInMlflow?.(trace)
  };
}
