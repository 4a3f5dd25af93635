import { formatDuration as formatEnglish } from '../bundle/format-duration';
import type { Microseconds } from '../bundle/types';
import { localised } from './strings/language';

/** The duration as `src/bundle` writes it, in the reader's digits. */
export function formatDuration(duration: Microseconds): string {
  return localised(formatEnglish(duration));
}
