import type { ITranslator } from '@jupyterlab/translation';
import type { ReaderLanguage } from '../view/strings/language';

/** JupyterLab's language while nobody chose one: numbers and times then follow the browser. */
const UNCHOSEN = 'en';

/** The language that JupyterLab speaks, with the translations of its language pack. */
export function readerLanguage(translator: ITranslator): ReaderLanguage {
  const trans = translator.load('spanbook');
  const locale = localeOf(translator.languageCode);
  return {
    /* eslint-disable jupyter/no-dynamic-translation -- the view's words are marked where they stand */
    translate: (one, many, count = 0) =>
      many === undefined ? trans.__(one) : trans._n(one, many, count),
    /* eslint-enable jupyter/no-dynamic-translation */
    ...(locale && { locale })
  };
}

/** Before JupyterLab 4.3 a translator does not say its language. */
function localeOf(languageCode?: string): string | undefined {
  return languageCode === UNCHOSEN
    ? undefined
    : languageCode?.replaceAll('_', '-');
}
