/** The members of T that may be undefined as members that may be absent. */
export type Present<T> = { [key in keyof T]?: Exclude<T[key], undefined> };

/** Without the members that are undefined: JSON has none, and what is absent must not be a key with no value. */
export function present<T extends Readonly<Record<string, unknown>>>(
  members: T
): Present<T> {
  // What `filter` leaves are members of T; `Object.fromEntries` cannot say so.
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined)
  ) as Present<T>;
}
