import createPurifier from 'dompurify';

/**
 * The only place where markup becomes elements. Trace content is written by models and strangers: what is not on these
 * lists is gone, no address is asked before a click, and nothing outside of the fragment is touched.
 */
const TAGS = [
  'a',
  'b',
  'blockquote',
  'br',
  'code',
  'del',
  'em',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'i',
  'li',
  'ol',
  'p',
  'pre',
  'span',
  'strong',
  'table',
  'tbody',
  'td',
  'th',
  'thead',
  'tr',
  'ul'
];

const ATTRIBUTES = ['align', 'class', 'href', 'start', 'title'];

/** Addresses that a link may have: relative ones would lead into the reader's own Jupyter. */
const ADDRESS = /^(https?:\/\/|mailto:)/i;

/** The classes that our own markup has: Markdown's languages and the highlighter's tokens. */
const CLASS =
  /^(language-[\w+#-]{1,30}|hljs-[\w-]{1,30}|sb-[\w-]{1,30}|(class_|function_|inherited__|constant_|language_|escape_|invoke__)(?!\S))$/;

/** Elements for that markup, not yet in the page; never throws. Its links open a page of their own, by a click. */
export function safeFragment(html: string): DocumentFragment {
  const purifier = createPurifier(window); // hooks of its own: other extensions of the page may use DOMPurify too
  purifier.addHook('afterSanitizeAttributes', node => {
    keepClasses(node);
    if (node.tagName === 'A') {
      secure(node);
    }
  });
  return purifier.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: ADDRESS,
    SANITIZE_NAMED_PROPS: true,
    RETURN_DOM_FRAGMENT: true
  });
}

function keepClasses(node: Element): void {
  const kept = [...node.classList].filter(name => CLASS.test(name));
  if (kept.length > 0) {
    node.setAttribute('class', kept.join(' '));
  } else {
    node.removeAttribute('class');
  }
}

function secure(link: Element): void {
  if (ADDRESS.test(link.getAttribute('href') ?? '')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer nofollow');
  } else {
    link.removeAttribute('href');
  }
}
