/** What a search found in a JSON value. */
export type JsonHits = {
  /** Keys and values that hold the text. */
  readonly count: number;
  /** The members that lead to a hit, by the object or list that holds them. */
  readonly kept: ReadonlyMap<object, ReadonlySet<string>>;
  /** The value is too large: only its beginning was searched. */
  readonly isPartial: boolean;
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

/** Searches keys and values, without regard to case. The value is a tree, as JSON is. Never recurses. */
export function searchJson(value: unknown, text: string): JsonHits {
  const needle = text.toLowerCase();
  const kept = new Map<object, Set<string>>();
  const waiting: (readonly [value: unknown, place: Place | undefined])[] = [[value, undefined]]; // prettier-ignore
  let count = 0;
  let seen = 0;
  while (waiting.length > 0 && seen < MAX_VALUES) {
    const [current, place] = waiting.pop() ?? [undefined, undefined];
    seen += 1;
    if (place && (isNamed(place, needle) || holdsText(current, needle))) {
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
function isNamed({ holder, key }: Place, needle: string): boolean {
  return !Array.isArray(holder) && holds(key, needle);
}

function holdsText(value: unknown, needle: string): boolean {
  return typeof value === 'string'
    ? holds(value.slice(0, MAX_TEXT), needle)
    : (typeof value !== 'object' || value === null) && holds(String(value), needle); // prettier-ignore
}

function holds(text: string, needle: string): boolean {
  return text.toLowerCase().includes(needle);
}
