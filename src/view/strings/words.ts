import { formatNumber, translate } from './language';

/** A text, with blanks in braces for what is filled in when it is used; `{count}` chooses between one and many. */
type Text = string | readonly [one: string, many: string];

type Words = { readonly [name: string]: Text | Words };

/** What is filled into the blanks of a text, in their order. */
type Blanks<T extends string> =
  T extends `${string}{${infer Name}}${infer Rest}`
    ? [Name extends 'count' ? number : number | string, ...Blanks<Rest>]
    : [];

type Spoken<T> = T extends string
  ? [] extends Blanks<T>
    ? string
    : (...values: Blanks<T>) => string
  : T extends readonly [string, infer Many extends string]
    ? (...values: Blanks<Many>) => string
    : { readonly [Name in keyof T]: Spoken<T[Name]> };

const BLANK = /{\w+}/g;

/** Hebrew, Arabic and their neighbours. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff]/;

/**
 * The words of one part of the view, each looked up in the language of the page (`language.ts`) when it is used: a text
 * without blanks is a string, any other a function of what is filled in. Numbers are written as the reader does.
 */
export function words<const T extends Words>(english: T): Spoken<T> {
  const spoken = {};
  for (const [name, word] of Object.entries(english)) {
    Object.defineProperty(spoken, name, { get: useOf(word), enumerable: true });
  }
  return spoken as Spoken<T>; // the same names, each as `useOf` makes it of the type
}

function useOf(word: Text | Words): () => unknown {
  if (!isText(word)) {
    const inner = words(word);
    return () => inner;
  }
  const [one = '', many] = [word].flat();
  const blanks: readonly string[] = (many ?? one).match(BLANK) ?? [];
  const say = (...values: (number | string)[]): string =>
    translate(one, many, Number(values[blanks.indexOf('{count}')])).replace(
      BLANK,
      blank => {
        const value = values[blanks.indexOf(blank)] ?? blank; // a blank that English lacks stays
        return typeof value === 'number'
          ? formatNumber(value)
          : isolated(value);
      }
    );
  return blanks.length > 0 ? () => say : () => say();
}

function isText(word: Text | Words): word is Text {
  return typeof word === 'string' || Array.isArray(word);
}

/** Keeps what is filled in from turning round the sentence about it; the marks are Unicode's for that. */
function isolated(value: string): string {
  return RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value;
}
