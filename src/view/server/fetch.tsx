import '../../../style/server.css';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Payload } from '../../model/types';
import { formatBytes } from '../format-bytes';
import type { TraceServer } from '../host';
import { AskButton } from './ask-button';
import type { LiveTrace } from './live-trace';
import { withFullPayloads, withTraceOf } from './patches';
import { serverStrings } from '../strings/server';
import { useRequest } from './use-request';
import { useSuccessor } from './use-successor';

type FetchProps = { readonly live: LiveTrace; readonly server: TraceServer };

/** Fetches a trace whose spans the bundle lacks; then its timeline stands in place, and the focus is in it. */
export function FetchSpans({ live, server }: FetchProps): VNode {
  const request = useRequest();
  const { button, handOver } = useSuccessor(
    '.sb-trace',
    '.sb-row[tabindex="0"]'
  );
  const { traceId } = live.record.info;
  const fetch = (): void =>
    request.run(
      async options => {
        const fetched = await server.getTrace(traceId, options);
        if (!fetched.spans?.count) {
          throw new Error(serverStrings.noStoredSpans);
        }
        return fetched;
      },
      fetched => {
        handOver();
        live.add(withTraceOf(fetched));
      }
    );
  return (
    <AskButton
      label={serverStrings.fetchSpans}
      request={request}
      onAsk={fetch}
      element={button}
    />
  );
}

/** Fetches what was cut. The server gives whole traces only, so every cut payload of the trace is whole then. */
export function ShowAll({
  live,
  server,
  payload
}: FetchProps & {
  readonly payload: Extract<Payload, { kind: 'truncated' }>;
}): VNode {
  const request = useRequest();
  const { button, handOver } = useSuccessor('.sb-detail', '.sb-detail-scroll');
  // Still drawn although the trace came: this value was not in it.
  const [missedIn, setMissedIn] = useState<Payload>();
  const fetch = (): void =>
    request.run(
      options => server.getTrace(live.record.info.traceId, options),
      fetched => {
        setMissedIn(payload);
        handOver();
        live.add(withFullPayloads(fetched));
      }
    );
  return (
    <>
      <AskButton
        label={serverStrings.showAll(formatBytes(payload.fullBytes))}
        request={request}
        onAsk={fetch}
        element={button}
      />
      {missedIn !== undefined && !request.isBusy && (
        <span class="sb-refusal" role="status">
          {serverStrings.noStoredValue}
        </span>
      )}
    </>
  );
}
