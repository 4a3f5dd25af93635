import { warn } from '../diag';

/** Adds tags or metadata; a value that is no text is turned into one, with a diagnostic. */
export function setTexts(
  texts: Map<string, string>,
  field: 'tags' | 'metadata',
  values: Readonly<Record<string, unknown>> | undefined
): void {
  if (values === undefined) {
    return;
  }
  for (const [key, value] of Object.entries(values)) {
    if (typeof value !== 'string') {
      warn(
        `${field} text`,
        `${field} of a trace are texts, "${key}" is turned into one`
      );
    }
    texts.set(key, String(value));
  }
}
