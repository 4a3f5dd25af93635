/** What a variable of the environment may say, and what holds when it says nothing. */
export type Variable<T> = {
  /** What holds when the variable is absent, empty or wrong. */
  readonly fallback: T;
  /** Of a number: `s`, `ms`, `bytes` or what is counted. */
  readonly unit?: string | undefined;
  /** One line for the documentation. */
  readonly meaning: string;
  /** Continues "is not …" in the warning about a wrong value. */
  readonly accepted: string;
  /** True for what a warning must not repeat. */
  readonly isSecret?: boolean | undefined;
  /** `undefined` for a text that is not accepted; the text is trimmed and never empty. */
  readonly parse: (text: string) => T | undefined;
};

type Description<T> = {
  readonly fallback: T;
  readonly meaning: string;
  readonly unit?: string;
};

/** A number between two bounds, both included. */
export function numeric(
  description: Description<number> & {
    readonly min: number;
    readonly max: number;
  }
): Variable<number> {
  const { min, max, ...rest } = description;
  return {
    ...rest,
    accepted: `a number from ${min} to ${max}`,
    parse: text => {
      const value = Number(text);
      return value >= min && value <= max ? value : undefined;
    }
  };
}

/** A whole number of something, at least `min`; more than `max` counts as `max`. */
export function count(
  description: Description<number> & {
    readonly min: number;
    readonly max: number;
  }
): Variable<number> {
  const { min, max, ...rest } = description;
  return {
    ...rest,
    accepted: `a whole number from ${min} up`,
    parse: text => {
      const value = Number(text);
      return Number.isSafeInteger(value) && value >= min
        ? Math.min(value, max)
        : undefined;
    }
  };
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  1: true,
  false: false,
  0: false
};

/** `true`, `false`, `1` or `0`, in any case. */
export function flag(description: Description<boolean>): Variable<boolean> {
  return {
    ...description,
    accepted: 'true, false, 1 or 0',
    parse: text => BOOLEANS[text.toLowerCase()]
  };
}

/** Any text, unset by default. */
export function text(meaning: string): Variable<string | undefined> {
  return { fallback: undefined, meaning, accepted: 'a text', parse: it => it };
}

/** Any text that must not be repeated anywhere. */
export function secret(meaning: string): Variable<string | undefined> {
  return { ...text(meaning), isSecret: true };
}

/**
 * An address with a host, such as `http://localhost:4318`; `collector:4317` too, as gRPC has it. A wrong one may hold a
 * password and is not repeated.
 */
export function address(meaning: string): Variable<string | undefined> {
  return {
    ...secret(meaning),
    accepted: 'an address such as http://localhost:4318',
    parse: given => (/^(https?:\/\/)?[^\s/:]/i.test(given) ? given : undefined)
  };
}

/** One of a few words, in any case. */
export function choice<T extends string>(
  words: readonly T[],
  description: Description<NoInfer<T>>
): Variable<T> {
  return {
    ...description,
    accepted: words.join(', ').replace(/, ([^,]*)$/, ' or $1'),
    parse: given => words.find(word => word === given.toLowerCase())
  };
}

/** The same, unset by default: for the variable that goes before another. */
export function optional<T>(
  variable: Variable<T>,
  meaning: string
): Variable<T | undefined> {
  return { ...variable, fallback: undefined, meaning };
}
