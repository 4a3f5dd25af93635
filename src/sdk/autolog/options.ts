import type { AutologOptions } from './integration';

const NAMES: readonly string[] = [
  'disable',
  'logTraces',
  'silent',
  'captureContent'
] satisfies readonly (keyof AutologOptions)[];

/** True for the name of an option. */
export function isOptionName(name: string): boolean {
  return NAMES.includes(name);
}

/**
 * Told from a subject by what it is: a plain object that has nothing but options, or nothing but true and false, as
 * options with a slip of the pen have.
 */
export function isOptions(value: unknown): value is AutologOptions {
  return (
    typeof value === 'object' &&
    value !== null &&
    Reflect.getPrototypeOf(value) === Object.prototype &&
    Object.entries(value).every(
      ([name, said]) => isOptionName(name) || typeof said === 'boolean'
    )
  );
}

/**
 * The options as they were given.
 *
 * @param said what says so, for the message.
 * @throws TypeError for what is no option, and for one that is neither true nor false: for a slip of the pen in
 *   `captureContent` nothing must be recorded.
 */
export function checkedOptions<T extends AutologOptions>(
  options: T,
  said: string
): T {
  for (const [name, value] of Object.entries<unknown>(options)) {
    if (!isOptionName(name)) {
      throw new TypeError(
        `${said}: "${name}" is no option; there are ${NAMES.join(', ')}`
      );
    }
    if (value !== undefined && typeof value !== 'boolean') {
      throw new TypeError(
        `${said}: ${name} is ${JSON.stringify(value)}, not true or false`
      );
    }
  }
  return options;
}
