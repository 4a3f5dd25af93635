import { formatDuration } from '../format-duration';
import type { Icicle } from '../../layout/icicle';
import type { Trace } from '../../model/types';
import { wordsOf } from './span-kind';
import { strings } from '../strings/first-picture';
import { timelineStrings } from '../strings/timeline';

/** A span in a line: its name, type, duration, and its share of what makes spans wide. */
export function labelOfSpan(
  { spans, starts, ends }: Trace,
  row: number,
  { lefts, rights }: Icicle
): string {
  const share = Math.round(((rights[row] ?? NaN) - (lefts[row] ?? NaN)) * 100);
  return [
    spans.names[row] || strings.unnamedSpan,
    wordsOf(spans.types[row] ?? ''),
    formatDuration((ends[row] ?? NaN) - (starts[row] ?? NaN)),
    timelineStrings.share(share)
  ]
    .filter(Boolean)
    .join(' · ');
}
