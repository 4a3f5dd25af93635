import type { VNode } from 'preact';

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
  const size = Math.abs(change) < 10 ? change.toFixed(1) : change.toFixed(0);
  return (
    <span class="sb-delta" data-change={isMore ? 'more' : 'less'}>
      {isMore ? '▲ +' : '▼ '}
      {size.replace('-', '−')} %
    </span>
  );
}
