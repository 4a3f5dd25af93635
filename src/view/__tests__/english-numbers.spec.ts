import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { formatNumber, localised, speak } from '../strings/language';

const NUMBERS = [0, 7, 999, 1000, -12_345, 1_234_567, 2 ** 53 - 1];

afterEach(() => {
  jest.restoreAllMocks();
  speak({});
});

describe('numbers', () => {
  it.each(['en', 'en-US', 'en-GB', 'en-AU', 'en-CA', 'en-NZ', 'en-IE'])(
    'are written in %s as Intl does, without asking it',
    locale => {
      const expected = NUMBERS.map(number => number.toLocaleString(locale));
      const asked = jest.spyOn(Intl, 'NumberFormat');
      speak({ locale });
      expect(NUMBERS.map(formatNumber)).toEqual(expected);
      expect(localised('12.4 ms')).toBe('12.4 ms');
      expect(asked).not.toHaveBeenCalled();
    }
  );

  it.each(['en-IN', 'en-ZA', 'de', 'fr-CH', 'fa', 'pl'])(
    'are written in %s as Intl does',
    locale => {
      speak({ locale });
      expect(NUMBERS.map(formatNumber)).toEqual(
        NUMBERS.map(number => number.toLocaleString(locale))
      );
    }
  );
});
