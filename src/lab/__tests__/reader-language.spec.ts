import './jsdom-gaps';
import { describe, expect, it } from '@jest/globals';
import type { ITranslator } from '@jupyterlab/translation';
import { readerLanguage } from '../reader-language';
import { untranslating } from './fakes';
import { translatorOf } from './jupyterlab-translator';

const polish = (): Promise<ITranslator> =>
  translatorOf('pl_PL', {
    '': {
      domain: 'spanbook',
      language: 'pl-PL',
      plural_forms:
        'nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);'
    },
    Copy: ['Kopiuj'],
    '{count} span': ['{count} zakres', '{count} zakresy', '{count} zakresów']
  });

describe('the language of the reader in JupyterLab', () => {
  it('is that of the language pack, with each of its plural forms', async () => {
    const { translate, locale } = readerLanguage(await polish());
    expect(translate?.('Copy')).toBe('Kopiuj');
    const spans = (count: number): string | undefined =>
      translate?.('{count} span', '{count} spans', count);
    expect([1, 2, 5, 22].map(spans)).toEqual([
      '{count} zakres',
      '{count} zakresy',
      '{count} zakresów',
      '{count} zakresy'
    ]);
    expect(locale).toBe('pl-PL');
  });

  it('is English for what the language pack lacks', async () => {
    const { translate } = readerLanguage(await polish());
    expect(translate?.('Close the details')).toBe('Close the details');
    expect(translate?.('{count} error', '{count} errors', 1)).toBe(
      '{count} error'
    );
    expect(translate?.('{count} error', '{count} errors', 3)).toBe(
      '{count} errors'
    );
  });

  it('leaves numbers and times to the browser while no language is chosen', () => {
    expect(readerLanguage(untranslating)).not.toHaveProperty('locale');
  });

  it('is that of the browser where JupyterLab does not say it, as before 4.3', () => {
    // As the older JupyterLab gives it, whatever the newer one's type says.
    const old = { ...untranslating, languageCode: undefined };
    expect(readerLanguage(old as unknown as ITranslator)).not.toHaveProperty(
      'locale'
    );
  });
});
