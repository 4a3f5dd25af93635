import type { HitCount } from '../../model/count-hits';
import { detailStrings } from '../strings/detail';

/** `3 matches`, or that there may be more. */
export function wordsOfHits({ count, isPartial }: HitCount): string {
  return isPartial
    ? detailStrings.hitsAndMore(count)
    : detailStrings.hits(count);
}
