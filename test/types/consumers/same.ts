type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2
    ? true
    : false;

/** Compiles only when both types are the very same: `same<typeof value, number>()`. */
export declare function same<A, B>(
  ...differ: Equal<A, B> extends true ? [] : ['the types differ']
): void;
