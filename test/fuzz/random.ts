/** Numbers that follow from a seed alone, so that a failure can be had again. */
export type Random = {
  /** From 0 up to, and without, 1. */
  next(): number;
  /** An integer from 0 up to, and without, `limit`. */
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
};

/** Mulberry32: 32 bits of state, good enough to wander about in. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: list => {
      const item = list[below(list.length)];
      if (item === undefined && list.length === 0) {
        throw new Error('randomOf: nothing to pick from');
      }
      // Within the list, whose items may well be undefined.
      return item as (typeof list)[number];
    },
    chance: probability => next() < probability
  };
}
