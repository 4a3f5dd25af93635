import type { VNode } from 'preact';
import type { WaitingTraces } from '../bundle/types';
import { readerLocale } from './strings/language';
import { waitingStrings } from './strings/waiting';

const TIME = { dateStyle: 'medium', timeStyle: 'short' } as const;

/**
 * Says how many traces of the output no tracking server had, and when that was; the kernel's next update of the output
 * takes it away.
 *
 *     div.sb-list-note.sb-waiting
 */
export function WaitingLine({ waiting }: { waiting: WaitingTraces }): VNode {
  const { count, server, at } = waiting;
  return (
    <div class="sb-list-note sb-waiting" title={waitingStrings.waitingHint}>
      {waitingStrings.waiting(count, server, timeOf(at))}
    </div>
  );
}

/** As the reader writes it; what is no time stays as it is. */
function timeOf(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? at
    : date.toLocaleString(readerLocale(), TIME);
}
