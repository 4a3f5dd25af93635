import { afterEach, describe, expect, it } from '@jest/globals';
import { fireEvent, waitFor } from '@testing-library/preact';
import type { ViewHost } from '../host';
import { formatCost } from '../format-cost';
import { formatBytes } from '../format-bytes';
import { formatDuration } from '../format-duration';
import { strings } from '../strings/first-picture';
import { formatNumber, speak } from '../strings/language';
import { mountDrawing, unmountAll } from './mounted';

/** A language in which each word stands in brackets. */
const pseudo: ViewHost = {
  translate: (one, many = one, count) => `⟦${count === 1 ? one : many}⟧`,
  locale: 'de-DE'
};

afterEach(() => {
  unmountAll();
  speak({});
});

/** What is left of a text without its translated parts, the names of the trace and the unit. */
function leftIn(text: string): string {
  return text
    .replace(/⟦[^⟧]*⟧/g, '')
    .replace(/zz\d|ms/g, '')
    .replace(/[^\p{L}]/gu, '');
}

describe('the language of the reader', () => {
  it('is that of every word in the lines and the timeline of a trace', async () => {
    const { element } = mountDrawing('zz1 TASK 0-10 / ..zz2 LLM 1-4', pseudo);
    await waitFor(() => expect(element.textContent).toContain('⟦'));
    const texts = [...element.querySelectorAll('.sb-summary, .sb-axis')].map(
      ({ textContent }) => leftIn(textContent)
    );
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.join('')).toBe('');
    const labels = [...element.querySelectorAll('[aria-label]')]
      .map(node => node.getAttribute('aria-label') ?? '')
      .filter(label => !label.includes('⟦'));
    expect(labels).toEqual([]);
  });

  it('is that of the details, too', async () => {
    const { element, row } = mountDrawing('zz1 TASK 0-10', pseudo);
    fireEvent.click(row('zz1'));
    await waitFor(() =>
      expect(element.querySelector('dt')?.textContent).toMatch(/^⟦/)
    );
    const terms = [...element.querySelectorAll('dt, h4, [role=tab]')].map(
      ({ textContent }) => leftIn(textContent)
    );
    expect(terms.join('')).toBe('');
  });

  it('chooses among the forms of Polish', () => {
    const forms = ['{count} zakres', '{count} zakresy', '{count} zakresów'];
    const form = new Intl.PluralRules('pl');
    speak({
      locale: 'pl',
      translate: (one, many, count = 0) =>
        many === undefined
          ? one
          : (forms[['one', 'few', 'many'].indexOf(form.select(count))] ?? one)
    });
    expect([1, 2, 5].map(count => strings.spans(count))).toEqual([
      '1 zakres',
      '2 zakresy',
      '5 zakresów'
    ]);
  });

  it('writes figures as its readers do', () => {
    speak({ locale: 'de-DE' });
    expect(formatNumber(12345)).toBe('12.345');
    expect(formatDuration(12_400)).toBe('12,4 ms');
    expect(formatBytes(1_200_000)).toBe('1,20 MB');
    expect(formatCost(0.5)).toMatch(/^0,50\s\$$/);
    speak({ locale: 'no such tag' });
    expect(formatDuration(12_400)).toBe('12.4 ms');
  });
});
