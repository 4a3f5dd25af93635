import type { SearchPattern } from './search-pattern';
import { isInLongText, placesIn, unescaped } from './search-text';
import type { JsonText } from '../bundle/types';

/** How often a search is met. */
export type HitCount = {
  readonly count: number;
  /** There may be more: counting has stopped. */
  readonly isPartial: boolean;
};

/** More are not counted: a reader wants to know where to look. */
const MAX_HITS = 99;

/** Windows of a long text that are looked through: about 10 ms. */
const MAX_WINDOWS = 8;

/** How often the pattern is in the JSON texts, together; of a long one it is only told whether it is in there. */
export function countHits(
  pattern: SearchPattern,
  texts: readonly (JsonText | undefined)[]
): HitCount {
  const counts = texts.map(text => countIn(pattern, text ?? ''));
  const count = counts.reduce((sum, each) => sum + each.count, 0);
  return {
    count: Math.min(count, MAX_HITS),
    isPartial: count > MAX_HITS || counts.some(({ isPartial }) => isPartial)
  };
}

function countIn(pattern: SearchPattern, text: JsonText): HitCount {
  if (text.length <= pattern.window) {
    const { length } = placesIn(pattern, unescaped(text), MAX_HITS + 1);
    return { count: length, isPartial: false };
  }
  let looked = 0;
  for (const isFound of isInLongText(pattern, text, true)) {
    if (isFound || ++looked === MAX_WINDOWS) {
      return { count: isFound ? 1 : 0, isPartial: isFound };
    }
  }
  return { count: 0, isPartial: false };
}
