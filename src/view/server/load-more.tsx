import '../../../style/server.css';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { TraceBundle } from '../../bundle/types';
import type { TraceServer } from '../host';
import { AskButton } from './ask-button';
import {
  grownBy,
  leftOf,
  type Growth,
  type Left,
  type LoadStep
} from './growth';
import { serverStrings } from '../strings/server';
import { useRequest } from './use-request';

/** Traces of one click: a screen or two of rows. */
const PAGE = 50;

/** The end of a list of traces: loads those that the notebook does not hold, and says when there are no more. */
export function LoadMore({
  server,
  bundle,
  growth,
  onGrown
}: {
  server: TraceServer;
  bundle: TraceBundle;
  growth: Growth | undefined;
  onGrown: (growth: Growth) => void;
}): VNode {
  const left = leftOf(bundle, growth);
  const request = useRequest();
  const [count, setCount] = useState<number>();
  const load = (): void =>
    request.run(
      () => nextStep(server, left),
      step => {
        setCount(step.infos.length);
        onGrown(grownBy(bundle, growth, step));
      }
    );
  const next = Math.min(PAGE, left.search ? PAGE : left.ids.length);
  return (
    <div class="sb-list-note">
      {next > 0 ? (
        <AskButton
          label={serverStrings.loadMore(next)}
          request={request}
          onAsk={load}
        />
      ) : (
        serverStrings.noMoreTraces
      )}
      <span class="sb-hidden-text" role="status">
        {count !== undefined && !request.isBusy && serverStrings.loaded(count)}
      </span>
    </div>
  );
}

/** Traces that the cell itself had come before those of further pages. */
async function nextStep(
  server: TraceServer,
  { ids, search }: Left
): Promise<LoadStep> {
  if (ids.length > 0) {
    const asked = ids.slice(0, PAGE);
    return { infos: await server.getInfos(asked), asked };
  }
  if (!search) {
    return { infos: [], asked: [] };
  }
  const { infos, pageToken } = await server.nextPage(search, PAGE);
  // A server that gives the same token again would be asked for ever.
  const isLast = pageToken === undefined || pageToken === search.pageToken;
  return { infos, asked: [], pageToken: isLast ? null : pageToken };
}
