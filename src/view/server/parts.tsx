import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { lazily } from '../lazy';
import { strings } from '../strings/first-picture';
import { ToolButton } from '../toolbar';
import { LiveContext } from './live-trace';

const LazyMarks = lazily(() => import('./marks').then(m => m.Marks));
const LazyFetchSpans = lazily(() => import('./fetch').then(m => m.FetchSpans));

/** Not those that MLflow sets for its own use, but for the prompts of a trace. */
const SHOWN_TAG = /^(?!mlflow\.(?!linkedPrompts$))/;

/** Tags and assessments of the trace, when it has some or the reader is about to add one. */
export function TraceMarks(): VNode | null {
  const live = useContext(LiveContext);
  if (!live) {
    return null;
  }
  const { tags, assessments } = live.record.info;
  const hasMarks =
    assessments.length > 0 ||
    Object.keys(tags).some(key => SHOWN_TAG.test(key));
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
