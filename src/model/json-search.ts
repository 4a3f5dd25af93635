import type { HitCount } from './count-hits';

/** What a search found in a JSON value; `count` is of the keys and values that hold the text, of its beginning when partial. */
export type JsonHits = HitCount & {
  /** The members that lead to a hit, by the object or list that holds them. */
  readonly kept: ReadonlyMap<object, ReadonlySet<string>>;
};

/** About 50 ms on a slow machine. */
const MAX_VALUES = 200_000;

/** Characters of one text that are searched: past it, a reader wants the raw text. */
const MAX_TEXT = 1_000_000;

type Place = {
  readonly holder: object;
  readonly key: string;
  readonly above: Place | undefined;
};

/** Whether a key or a value is what is looked for. */
export type IsHit = (text: string) => boolean;

/** Searches keys and values, without regard to case. */
export function searchJson(value: unknown, text: string): JsonHits {
  const needle = text.toLowerCase();
  return searchJsonFor(value, key => key.toLowerCase().includes(needle));
}

/** Searches keys and values. The value is a tree, as JSON is. Never recurses. */
export function searchJsonFor(value: unknown, isHit: IsHit): JsonHits {
  const kept = new Map<object, Set<string>>();
  const waiting: (readonly [value: unknown, place: Place | undefined])[] = [
    [value, undefined]
  ];
  let count = 0;
  let seen = 0;
  while (waiting.length > 0 && seen < MAX_VALUES) {
    const [current, place] = waiting.pop() ?? [undefined, undefined];
    seen += 1;
    if (place && (isNamed(place, isHit) || holdsText(current, isHit))) {
      count += 1;
      keep(kept, place);
    }
    if (typeof current === 'object' && current !== null) {
      for (const [key, member] of Object.entries(current)) {
        waiting.push([member, { holder: current, key, above: place }]);
      }
    }
  }
  return { count, kept, isPartial: waiting.length > 0 };
}

function keep(kept: Map<object, Set<string>>, place: Place): void {
  let current: Place | undefined = place;
  while (current) {
    const keys = kept.get(current.holder) ?? new Set();
    if (keys.has(current.key)) {
      return; // what is above is kept already
    }
    kept.set(current.holder, keys.add(current.key));
    current = current.above;
  }
}

/** The places in a list are no names. */
function isNamed({ holder, key }: Place, isHit: IsHit): boolean {
  return !Array.isArray(holder) && isHit(key);
}

function holdsText(value: unknown, isHit: IsHit): boolean {
  return typeof value === 'string'
    ? isHit(value.slice(0, MAX_TEXT))
    : (typeof value !== 'object' || value === null) && isHit(String(value));
}
