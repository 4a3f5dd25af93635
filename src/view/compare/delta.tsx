import type { VNode } from 'preact';
import { localised } from '../strings/language';

/** Less is noise. */
const NOISE_PERCENT = 0.5;

/** A change in percent: more is marked apart from less by its sign and arrow, not by colour alone. */
export function Delta({
  change
}: {
  change: number | undefined;
}): VNode | null {
  if (change === undefined) {
    return null;
  }
  if (Math.abs(change) < NOISE_PERCENT) {
    return <span class="sb-delta">=</span>;
  }
  const isMore = change > 0;
  const size = localised(change.toFixed(Math.abs(change) < 10 ? 1 : 0));
  return (
    <span class="sb-delta" data-change={isMore ? 'more' : 'less'}>
      {isMore ? '▲ +' : '▼ '}
      {size.replace('-', '−')} %
    </span>
  );
}
