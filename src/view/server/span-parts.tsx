import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { Payload } from '../../model/types';
import { lazily } from '../lazy';
import { LiveContext } from './live-trace';

const LazySpanMarks = lazily(() => import('./marks').then(m => m.SpanMarks));
const LazyShowAll = lazily(() => import('./fetch').then(m => m.ShowAll));

/** Assessments of one span, and the way to give one. */
export function SpanMarks({ spanId }: { spanId: string }): VNode | null {
  const live = useContext(LiveContext);
  const isAssessed = live?.record.info.assessments.some(text =>
    text.includes(JSON.stringify(spanId))
  );
  return live && spanId !== '' && (live.server || isAssessed) ? (
    <LazySpanMarks live={live} spanId={spanId} />
  ) : null;
}

/** Beside the head of a payload that was cut. */
export function FullPayload({
  payload
}: {
  payload: Extract<Payload, { kind: 'truncated' }>;
}): VNode | null {
  const live = useContext(LiveContext);
  return live?.server ? (
    <LazyShowAll live={live} server={live.server} payload={payload} />
  ) : null;
}
