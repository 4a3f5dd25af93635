import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { catalogue } from '../../scripts/lib/catalogue.mjs';

const template = catalogue();

/** The lines of a kind, without the word that they begin with. */
const textsOf = (keyword: string): string[] =>
  template
    .split('\n')
    .filter(line => line.startsWith(`${keyword} `))
    .map(line => JSON.parse(line.slice(keyword.length + 1)) as string);

describe('the template of the translations', () => {
  it('in the repository holds what the sources mark: npm run i18n writes it', () => {
    expect(readFileSync('locale/spanbook.pot', 'utf8')).toBe(template);
  });

  it('holds the words of each layer that has any', () => {
    expect(textsOf('msgid')).toEqual(
      expect.arrayContaining([
        'Timeline of {name}',
        'Close the comparison',
        'Show MLflow Traces',
        'The tracking server took too long to answer.'
      ])
    );
    expect(textsOf('msgid_plural')).toEqual(
      expect.arrayContaining([
        '{count} spans',
        '%1 MLflow traces hidden – show'
      ])
    );
    expect(template).toContain('msgctxt "menu"\nmsgid "MLflow Traces"');
    expect(template).toContain('msgctxt "settings"\nmsgid "Show traces"');
  });
});
