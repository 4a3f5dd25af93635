/**
 * One text in the reader's language, by gettext's rules: `one` is English and the key of the translation; with `many`,
 * English for more, it is the form for `count`, of which a language may have one or six. What has no translation comes
 * back in English.
 */
export type Translate = (one: string, many?: string, count?: number) => string;

/** What a host knows about the language of its reader. */
export type ReaderLanguage = {
  readonly translate?: Translate;
  /** A BCP 47 tag, for numbers and times; the browser's where there is none. */
  readonly locale?: string;
};

const english: Translate = (one, many = one, count) =>
  count === 1 ? one : many;

const HALF = '0.5';

/**
 * English of these countries is written without `Intl`, whose first use costs a page more than ten milliseconds: as
 * much as all rows of the first picture.
 */
const ENGLISH = /^en(-(US|GB|AU|CA|NZ|IE))?$/;

// The page's, not a mount's: a reader has one language, whatever the number of outputs.
let language = english;
let wished: string | undefined;
let numbers: Intl.NumberFormat | undefined;
let isEnglish = isEnglishTag(undefined);

/** Sets the language of all that is drawn from now on; a locale that is none counts as the browser's. */
export function speak({ translate = english, locale }: ReaderLanguage): void {
  language = translate;
  if (locale !== wished) {
    wished = locale;
    numbers = undefined;
    isEnglish = isEnglishTag(locale);
  }
}

/** The text in the language of the page. */
export const translate: Translate = (...text) => language(...text);

/** For formats of `Intl`. */
export function readerLocale(): string {
  return numberFormat().resolvedOptions().locale;
}

/** Whether figures need no `Intl`. */
export function writesEnglish(): boolean {
  return isEnglish;
}

/** `12,345`, in the reader's digits and groups. */
export function formatNumber(value: number): string {
  return isEnglish && Number.isSafeInteger(value)
    ? String(value).replace(/\B(?=(\d{3})+$)/g, ',')
    : numberFormat().format(value);
}

/** A figure that was written the English way (`12.4 ms`), with the reader's digits and decimal point; its length stays. */
export function localised(figure: string): string {
  if (isEnglish) {
    return figure;
  }
  const half = numberFormat().format(Number(HALF));
  return half === HALF
    ? figure
    : figure.replace(/\d|\.(?=\d)/g, mark =>
        mark === '.' ? half.charAt(1) : formatNumber(Number(mark))
      );
}

function isEnglishTag(locale = navigator.language): boolean {
  return ENGLISH.test(locale);
}

function numberFormat(): Intl.NumberFormat {
  numbers ??= formatOf(wished);
  return numbers;
}

function formatOf(locale: string | undefined): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale);
  } catch {
    return new Intl.NumberFormat(); // no BCP 47 tag
  }
}
