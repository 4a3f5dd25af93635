import type { VNode } from 'preact';
import { spanStrings } from './strings/span';

/** What stands below a list of which `hidden` entries are not shown; nothing when there are none. */
export function ShowMore({
  hidden,
  onMore
}: {
  readonly hidden: number;
  readonly onMore: () => void;
}): VNode | null {
  return hidden > 0 ? (
    <button type="button" class="sb-more" onClick={onMore}>
      {spanStrings.showMore(hidden)}
    </button>
  ) : null;
}
