import { formatDuration } from '../format-duration';
import type { Microseconds } from '../../bundle/types';
import { formatCost } from '../format-cost';
import { formatNumber } from '../strings/language';

/** What stands where a side has no figure. */
const NONE = '–';

export function durationText(duration: Microseconds | undefined): string {
  return duration === undefined || Number.isNaN(duration)
    ? NONE
    : formatDuration(duration);
}

export function figureText(figure: number | undefined): string {
  return figure === undefined ? NONE : formatNumber(figure);
}

export function costText(cost: number | undefined): string {
  return cost === undefined ? NONE : formatCost(cost);
}

/** What became of a figure in percent of what it was; `undefined` where a side has none or it was zero. */
export function changeOf(
  before: number | undefined,
  after: number | undefined
): number | undefined {
  const change = ((after ?? NaN) / (before ?? NaN) - 1) * 100;
  return Number.isFinite(change) ? change : undefined;
}
