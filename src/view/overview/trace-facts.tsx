import type { VNode } from 'preact';
import type { TraceInfo } from '../../bundle/types';
import { clockTime } from '../clock-time';
import { CopyButton } from '../copy-button';
import { LongText } from '../detail/long-text';
import { overviewStrings } from '../strings/overview';
import { spanStrings } from '../strings/span';

/** What MLflow records of a trace as a whole: its id, when it began, and whose it was. */
export function TraceFacts({ info }: { info: TraceInfo }): VNode {
  const { traceId, startTime, metadata } = info;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [overviewStrings.started, clockTime(startTime, 0)],
    [overviewStrings.session, metadata['mlflow.trace.session']],
    [overviewStrings.user, metadata['mlflow.trace.user']],
    [overviewStrings.source, metadata['mlflow.source.name']]
  ];
  return (
    <dl class="sb-facts">
      <dt>{spanStrings.traceId}</dt>
      <dd>
        <code>{traceId}</code>
        <CopyButton label={spanStrings.traceId} text={() => traceId} />
      </dd>
      {facts.map(
        ([term, text]) =>
          text && (
            <>
              <dt>{term}</dt>
              <dd>
                <LongText text={text} />
              </dd>
            </>
          )
      )}
    </dl>
  );
}
