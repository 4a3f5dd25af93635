import { Marked, type Tokens } from 'marked';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { safeFragment } from './sanitize';

/**
 * GitHub's Markdown. Markup inside of it is shown as the text that it is: a model that writes tags is to be seen doing
 * so. Pictures are links, as loading one would tell a stranger who reads this and when.
 */
const MARKDOWN = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escaped(text),
    image: ({ href, text }: Tokens.Image) =>
      `<a href="${escaped(href)}">${escaped([text, hostOf(href)].filter(Boolean).join(', '))}</a>`,
    checkbox: ({ checked }: Tokens.Checkbox) => (checked ? '☑ ' : '☐ ')
  }
});

/** More code than this is not coloured. */
const MAX_COLOURED = 50_000;

/** A text as Markdown, sanitised; its code is coloured once the highlighter is there. */
export function Markdown({ text }: { text: string }): VNode {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    element.current?.replaceChildren(safeFragment(htmlOf(text)));
    return element.current ? colourCode(element.current) : undefined;
  }, [text]);
  return <div ref={element} class="sb-markdown" dir="auto" />;
}

/** The server of a picture; the address itself when it names none, but for the bytes of `data:`. */
function hostOf(address: string): string {
  const host = /^https?:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(address)?.[1];
  return host ?? address.slice(0, 100);
}

/** A parser that fails leaves the text as it is. */
function htmlOf(text: string): string {
  try {
    return MARKDOWN.parse(text, { async: false });
  } catch {
    return `<p>${escaped(text)}</p>`;
  }
}

/** Colours blocks of code with a language; gives what stops it. */
function colourCode(root: Element): () => void {
  let isGone = false;
  const blocks = [
    ...root.querySelectorAll<HTMLElement>('pre > code[class^="language-"]')
  ].filter(({ textContent }) => textContent.length <= MAX_COLOURED);
  // Lines that are too wide scroll: the keyboard must reach them.
  root.querySelectorAll<HTMLElement>('pre').forEach(pre => {
    pre.tabIndex = 0;
  });
  if (blocks.length > 0) {
    void import('./code-colours').then(
      ({ colouredHtml }) => {
        for (const block of isGone ? [] : blocks) {
          const language = block.className.replace('language-', '');
          const html = colouredHtml(block.textContent, language);
          if (html !== undefined) {
            block.replaceChildren(safeFragment(html));
          }
        }
      },
      () => undefined // code without colours is code all the same
    );
  }
  return () => {
    isGone = true;
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;'
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, sign => ENTITIES[sign] ?? sign);
}
