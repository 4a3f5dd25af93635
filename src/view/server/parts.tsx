import type { VNode } from 'preact';
import { useContext, useMemo, useState } from 'preact/hooks';
import type { TraceBundle } from '../../bundle/types';
import type { Payload } from '../../model/types';
import type { TraceServer } from '../host';
import { lazily } from '../lazy';
import { strings } from '../strings/first-picture';
import { ToolButton } from '../toolbar';
import type { Growth } from './growth';
import { LiveContext } from './live-trace';

const LazyMarks = lazily(() => import('./marks').then(m => m.Marks));
const LazySpanMarks = lazily(() => import('./marks').then(m => m.SpanMarks));
const LazyFetchSpans = lazily(() => import('./fetch').then(m => m.FetchSpans));
const LazyShowAll = lazily(() => import('./fetch').then(m => m.ShowAll));
const LazyLoadMore = lazily(() => import('./load-more').then(m => m.LoadMore));

/** Tags that MLflow and Spanbook set for their own use: not what a reader calls a tag. */
const OWN_TAG = /^mlflow\./;

/** Tags and assessments of the trace, when it has some or the reader is about to add one. */
export function TraceMarks(): VNode | null {
  const live = useContext(LiveContext);
  if (!live) {
    return null;
  }
  const { tags, assessments } = live.record.info;
  const hasMarks =
    assessments.length > 0 || Object.keys(tags).some(key => !OWN_TAG.test(key));
  return live.isEditing || hasMarks ? <LazyMarks live={live} /> : null;
}

/** Opens tags and feedback for editing; nothing where there is no server. */
export function MarksTool(): VNode | null {
  const live = useContext(LiveContext);
  return live?.server ? (
    <ToolButton
      icon="tag"
      label={strings.tagsAndFeedback}
      isOpen={live.isEditing}
      onClick={() => live.setEditing(!live.isEditing)}
    />
  ) : null;
}

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

/** In place of a timeline whose spans are not in the bundle. */
export function MissingSpans(): VNode {
  const live = useContext(LiveContext);
  return (
    <div class="sb-list-note">
      {strings.noSpans}
      {live?.server && <LazyFetchSpans live={live} server={live.server} />}
    </div>
  );
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

/** A bundle of many traces, drawn with those that the reader loaded besides, and the button that loads more. */
export function GrowingList({
  bundle,
  server,
  draw
}: {
  bundle: TraceBundle;
  server: TraceServer | undefined;
  draw: (bundle: TraceBundle) => VNode;
}): VNode {
  const [growth, setGrowth] = useState<Growth>();
  const grown = useMemo(() => growth?.grow(bundle) ?? bundle, [bundle, growth]);
  return (
    <>
      {draw(grown)}
      {server && (bundle.search ?? bundle.moreIds) && (
        <LazyLoadMore
          server={server}
          bundle={bundle}
          growth={growth}
          onGrown={setGrowth}
        />
      )}
    </>
  );
}
