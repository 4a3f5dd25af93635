/** Texts remembered, the newest; a key that is refused says the same each time. */
const MAX_TEXTS = 50;

/** Shorter ones stand in any text, such as the `none` or `ollama` that a server without keys is given for one. */
const MIN_LENGTH = 8;

/** What is recorded in place of each text. */
const concealed = new Map<string, string>();

/**
 * From now on, what is recorded of an exception has `shown` where it said `text`: a library's error that must not be
 * recorded, as it may hold a key, goes up through the spans of the program, which may put it into errors of their own.
 */
export function conceal(text: string, shown: string): void {
  if (!canBeConcealed(text)) {
    return;
  }
  concealed.delete(text);
  concealed.set(text, shown);
  for (const oldest of concealed.keys()) {
    if (concealed.size <= MAX_TEXTS) {
      break;
    }
    concealed.delete(oldest);
  }
}

/** Whether a text is long enough to mean what it is. */
export function canBeConcealed(text: string): boolean {
  return text.length >= MIN_LENGTH;
}

/** The text without what is concealed, the longest first: a message before the key that stands in it. */
export function withoutConcealed(text: string): string {
  return [...concealed]
    .sort(([one], [other]) => other.length - one.length)
    .reduce((said, [hidden, shown]) => said.replaceAll(hidden, shown), text);
}
