import type { ITranslator } from '@jupyterlab/translation';
import type { ReaderLanguage } from '../view/strings/language';

/** JupyterLab's language while nobody chose one: numbers and times then follow the browser. */
const UNCHOSEN = 'en';

/** The language that JupyterLab speaks, with the translations of its language pack. */
export function readerLanguage(translator: ITranslator): ReaderLanguage {
  const trans = translator.load('spanbook');
  const { languageCode } = translator;
  return {
    translate: (one, many, count = 0) =>
      many === undefined ? trans.__(one) : trans._n(one, many, count),
    ...(languageCode !== UNCHOSEN && {
      locale: languageCode.replaceAll('_', '-')
    })
  };
}
