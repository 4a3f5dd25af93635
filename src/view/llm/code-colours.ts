import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';

/** An instance of its own: other extensions of the page may use the library too. */
const COLOURS = highlighter.newInstance();
COLOURS.registerLanguage('bash', bash);
COLOURS.registerLanguage('javascript', javascript);
COLOURS.registerLanguage('json', json);
COLOURS.registerLanguage('python', python);
COLOURS.registerLanguage('sql', sql);
COLOURS.registerLanguage('typescript', typescript);
COLOURS.registerLanguage('xml', xml);

/** Markup with classes `hljs-…`, still to be sanitised; `undefined` for a language that is not known. */
export function colouredHtml(
  code: string,
  language: string
): string | undefined {
  return COLOURS.getLanguage(language)
    ? COLOURS.highlight(code, { language, ignoreIllegals: true }).value
    : undefined;
}
