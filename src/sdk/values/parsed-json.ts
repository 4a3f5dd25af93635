/** Longer texts are cut as other values are, and such are not many. */
const MAX_LENGTH = 20_000;

/** Arrays and objects in all, so that no depth is too great. */
const MAX_CONTAINERS = 100;

/** What is written otherwise: half characters, and numbers that are no number everywhere (`jsonTextOf`). */
const OTHERWISE = /\\ud|\d{19}|\de[+-]?\d/i;

/**
 * A value that came as JSON text, such as the body of a request. It is recorded as it came where that says the same,
 * since writing it again takes ten times as long.
 */
export class ParsedJson {
  readonly value: unknown;
  readonly #text: string;

  /** @throws SyntaxError when the text is not JSON. */
  constructor(text: string) {
    this.value = JSON.parse(text);
    this.#text = text;
  }

  /** Runs no code of the value's, as `instanceof` would of a proxy's. */
  static is(value: object): value is ParsedJson {
    return #text in value;
  }

  /** The text as it may be recorded; undefined when the value is to be written. */
  get text(): string | undefined {
    const text = this.#text;
    return text.length <= MAX_LENGTH &&
      !OTHERWISE.test(text) &&
      text.split(/[[{]/).length <= MAX_CONTAINERS
      ? text
      : undefined;
  }

  toJSON(): unknown {
    return this.value;
  }
}

/** What JSON text says; anything else as it is. */
export function parsedOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && ParsedJson.is(value)
    ? value.value
    : value;
}
