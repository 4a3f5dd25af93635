import { readFileSync, readdirSync } from 'node:fs';

import ts from 'typescript';
import { inRoot } from './paths.mjs';

/**
 * One entry of a gettext template.
 * @typedef {{ context?: string, text: string, plural?: string, where: string, note?: string }} Entry
 */

const SCHEMA = 'schema/plugin.json';

/** What jupyterlab-translate 1.3 takes from a settings schema, and under which context. */
const SCHEMA_TEXTS = /** @type {const} */ ([
  [/^\/(title|description)$/, 'schema'],
  [/^\/properties\/.*\/(title|description)$/, 'settings'],
  [/^\/jupyter\.lab\.setting-icon-label$/, 'settings'],
  [/^\/jupyter\.lab\.menus\/.*\/label$/, 'menu']
]);

/** Every text that a reader can see, as the template of its translations. */
export function catalogue() {
  return templateOf([...codeEntries(), ...schemaEntries()]);
}

/** @returns {Entry[]} what `trans.__` and `trans._n` mark, in the order of the files */
function codeEntries() {
  return ['src/view/strings', 'src/lab', 'src/tracking'].flatMap(folder =>
    readdirSync(inRoot(folder))
      .filter(name => name.endsWith('.ts'))
      .sort()
      .flatMap(name => entriesOf(`${folder}/${name}`))
  );
}

/** @param {string} where @returns {Entry[]} */
function entriesOf(where) {
  const source = ts.createSourceFile(
    where,
    readFileSync(inRoot(where), 'utf8'),
    ts.ScriptTarget.Latest,
    true
  );
  /** @type {Entry[]} */
  const entries = [];
  /** @param {ts.Node} node */
  const visit = node => {
    const marked = markedBy(node);
    if (marked) {
      entries.push({ ...marked, where, ...noteOf(node, source) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return entries;
}

/** @param {ts.Node} node */
function markedBy(node) {
  if (
    !ts.isCallExpression(node) ||
    !ts.isPropertyAccessExpression(node.expression) ||
    !/^(this\._)?trans$/.test(node.expression.expression.getText())
  ) {
    return undefined;
  }
  const name = node.expression.name.text;
  const [text, plural] = node.arguments.map(argument =>
    ts.isStringLiteralLike(argument) ? argument.text : undefined
  );
  if (text === undefined) {
    return undefined; // looked up, not marked
  }
  return name === '_n' && plural !== undefined ? { text, plural } : { text };
}

/** The comment before a word, for who translates it. @param {ts.Node} node @param {ts.SourceFile} source */
function noteOf(node, source) {
  const { parent } = node;
  const comments = ts.isPropertyAssignment(parent)
    ? ts.getLeadingCommentRanges(source.text, parent.getFullStart())
    : undefined;
  const last = comments?.at(-1);
  return last?.kind === ts.SyntaxKind.MultiLineCommentTrivia
    ? { note: source.text.slice(last.pos + 3, last.end - 2).trim() }
    : {};
}

/** @returns {Entry[]} */
function schemaEntries() {
  /** @type {Entry[]} */
  const entries = [];
  /** @param {unknown} value @param {string} at */
  const visit = (value, at) => {
    if (typeof value === 'string') {
      const [, context] = SCHEMA_TEXTS.find(([place]) => place.test(at)) ?? [];
      if (context) {
        entries.push({ context, text: value, where: SCHEMA });
      }
    } else if (typeof value === 'object' && value !== null) {
      const isList = Array.isArray(value);
      for (const [key, part] of Object.entries(value)) {
        visit(part, isList ? `${at}[${key}]` : `${at}/${key}`);
      }
    }
  };
  visit(JSON.parse(readFileSync(inRoot(SCHEMA), 'utf8')), '');
  return entries;
}

/**
 * One entry a text and context; where it stands twice, with all its places and notes.
 * @param {Entry[]} entries
 */
function templateOf(entries) {
  /** @type {Map<string, Entry[]>} */
  const groups = new Map();
  for (const entry of entries) {
    const key = `${entry.context ?? ''}\u0004${entry.text}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  for (const [key, group] of groups) {
    if (new Set(group.map(({ plural }) => plural)).size > 1) {
      // JupyterLab finds one of both only.
      throw new Error(`marked with and without a count: ${key.slice(1)}`);
    }
  }
  return [HEAD, ...[...groups.values()].map(blockOf)].join('\n\n') + '\n';
}

const HEAD = String.raw`# Made by "npm run i18n" of what the sources mark for translation: change them, not this file.
msgid ""
msgstr ""
"Project-Id-Version: spanbook\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"`;

/** @param {Entry[]} entries the same text in each place */
function blockOf(entries) {
  const { context, text, plural } = entries.reduce((all, entry) => ({
    ...all,
    ...entry
  }));
  /** @param {string[]} values */
  const unique = values => [...new Set(values)];
  return [
    ...unique(entries.flatMap(({ note }) => note ?? [])).map(
      note => `#. ${note}`
    ),
    ...unique(entries.map(({ where }) => `#: ${where}`)),
    ...(context === undefined ? [] : [`msgctxt ${JSON.stringify(context)}`]),
    `msgid ${JSON.stringify(text)}`,
    ...(plural === undefined
      ? ['msgstr ""']
      : [
          `msgid_plural ${JSON.stringify(plural)}`,
          'msgstr[0] ""',
          'msgstr[1] ""'
        ])
  ].join('\n');
}
