import { createContext, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { LongText } from '../detail/long-text';
import { lazily } from '../lazy';

const Markdown = lazily(() =>
  import('./markdown').then(module => module.Markdown)
);

/** Markdown of this length freezes a page: longer text is plain. */
const MAX_MARKDOWN = 100_000;

/** Something that Markdown would draw differently; most short texts need none of its code. */
const MARKS =
  /[*_`#|~[\]]|https?:\/\/|^\s{0,3}([-+>]|\d{1,9}[.)])\s|\n\n|^(=|-){3,}\s*$/m;

/** Whether the reader wants texts as they were recorded. */
export const PlainContext = createContext(false);

/** What people and models write: Markdown where it is some, else text. */
export function Prose({ text }: { text: string }): VNode {
  const isPlain =
    useContext(PlainContext) || text.length > MAX_MARKDOWN || !MARKS.test(text);
  return isPlain ? (
    <div class="sb-plain">
      <LongText text={text} />
    </div>
  ) : (
    <Markdown text={text} />
  );
}
