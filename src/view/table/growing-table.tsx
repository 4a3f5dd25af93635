import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { lazily } from '../lazy';
import type { Growth } from '../server/growth';
import { TraceTable, type TraceListProps } from './trace-table';

const LoadMore = lazily(() =>
  import('../server/load-more').then(module => module.LoadMore)
);

/** The table of a bundle, with the traces that the reader loaded besides, and the button that loads more. */
export function GrowingTable({
  bundle,
  warnings,
  host
}: TraceListProps): VNode {
  const [growth, setGrowth] = useState<Growth>();
  const grown = useMemo(() => growth?.grow(bundle) ?? bundle, [bundle, growth]);
  return (
    <>
      <TraceTable bundle={grown} warnings={warnings} host={host} />
      {host.server && (bundle.search ?? bundle.moreIds) && (
        <LoadMore
          server={host.server}
          bundle={bundle}
          growth={growth}
          onGrown={setGrowth}
        />
      )}
    </>
  );
}
