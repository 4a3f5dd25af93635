/** Marks a text for translation under the name that JupyterLab's tools look for (docs/translation.md): the text itself. */
export function __<const T extends string>(text: T): T {
  return text;
}

/** The same for a text with a count, in English for one and for more: `many` has all the blanks in their order. */
export function _n<const One extends string, const Many extends string>(
  one: One,
  many: Many
): readonly [One, Many] {
  return [one, many];
}
