import { readerLocale, writesEnglish } from './strings/language';

/**
 * US dollars as the reader writes them: cents from one cent on, else two significant digits without an exponent
 * (`$0.000091`).
 */
export function formatCost(dollars: number): string {
  const digits =
    dollars >= 0.01 || dollars <= 0
      ? 2
      : Math.min(20, 1 - Math.floor(Math.log10(dollars)));
  if (writesEnglish()) {
    return `$${dollars.toFixed(digits)}`;
  }
  return dollars.toLocaleString(readerLocale(), {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits
  });
}
