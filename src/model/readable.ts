/** One member of a value that is read rather than looked through. */
export type ReadableField = {
  /** Absent for a value that is a text and nothing else. */
  readonly name?: string;
  readonly value: unknown;
};

/** With more members a tree says more than a page of texts. */
const MAX_FIELDS = 12;

/** Markdown shows early: a text is looked through no further. */
const LOOKED_AT = 20_000;

/** Each reads a text in one pass: what repeats ends at a sign that begins no other match, or is bounded. */
const MARKDOWN: readonly RegExp[] = [
  /^ {0,3}#{1,6} +\S/m, // a heading
  /^ {0,3}(```|~~~)/m, // a block of code
  /`[^`\n]+`/,
  /\*\*[^\s*][^*\n]*\*\*/,
  /^ {0,3}[-*+] +\S.*\n {0,3}[-*+] +\S/m, // two items of a list
  /^ {0,3}\d{1,9}[.)] +\S.*\n{1,2} {0,3}\d{1,9}[.)] +\S/m,
  /^ {0,3}> +\S/m, // a quotation
  /^ {0,3}\|? *:?-{2,}:? *\|/m, // below the head of a table
  /\[[^[\]\n]{1,300}\]\([^()\s]{1,2000}\)/ // a link
];

/** Whether Markdown would draw the text otherwise than as it stands; a lone star or underscore is none. */
export function hasMarkdown(text: string): boolean {
  const head = text.slice(0, LOOKED_AT);
  return MARKDOWN.some(sign => sign.test(head));
}

/**
 * What a person would read in a recorded value: a Markdown text, alone or in a list of one, or the members of an object
 * when one of them is such a text. `undefined` for what is better looked through as a tree.
 */
export function readableIn(
  value: unknown
): readonly ReadableField[] | undefined {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const [only] = items;
    return items.length === 1 && isMarkdown(only)
      ? [{ value: only }]
      : undefined;
  }
  if (typeof value !== 'object' || value === null) {
    return isMarkdown(value) ? [{ value }] : undefined;
  }
  const members: readonly (readonly [string, unknown])[] =
    Object.entries(value);
  return members.length <= MAX_FIELDS &&
    members.some(([, member]) => isMarkdown(member))
    ? members.map(([name, member]) => ({ name, value: member }))
    : undefined;
}

function isMarkdown(value: unknown): boolean {
  return typeof value === 'string' && hasMarkdown(value);
}
