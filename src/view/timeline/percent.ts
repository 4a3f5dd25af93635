import { timelineStrings } from '../strings/timeline';

/** A share for a sentence, in whole percent; what is above zero and would round to nothing reads `< 1`. */
export function wholePercent(percent: number): number | string {
  return percent < 1 ? timelineStrings.lessThanOne : Math.round(percent);
}
