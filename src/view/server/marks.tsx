import '../../../style/server.css';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { assessmentsOf } from '../../model/assessment';
import { linkedPrompts } from '../../model/linked-prompts';
import { strings } from '../strings/first-picture';
import { AskButton } from './ask-button';
import { AssessmentList } from './assessment-list';
import type { LiveTrace } from './live-trace';
import { withMarksOf } from './patches';
import { Prompts } from './prompts';
import { serverStrings } from '../strings/server';
import { Tags } from './tags';
import { useEdits } from './use-edits';
import { useRequest } from './use-request';

/**
 * Tags and assessments of a trace: to read, and to edit where there is a server and the reader asked for it.
 *
 *     div.sb-marks[role=group]
 *       ul.sb-chips              tags
 *       ul.sb-assessments
 *       div.sb-marks-end         refresh, what went wrong
 */
export function Marks({ live }: { live: LiveTrace }): VNode {
  const edits = useEdits(live);
  const { server, isEditing, record } = live;
  const editor = server && isEditing ? { server, edits } : undefined;
  const group = useFocusOnEditing(isEditing);
  return (
    <div
      class="sb-marks"
      role="group"
      aria-label={serverStrings.marks}
      ref={group}
    >
      <Prompts prompts={linkedPrompts(record.info)} />
      <Tags live={live} editor={editor} />
      <AssessmentList
        live={live}
        editor={editor}
        assessments={assessmentsOf(record.info)}
      />
      {editor && <Refresh live={live} />}
      <Outcome said={edits.said} failure={edits.failure} />
    </div>
  );
}

/** The same of one span, among its details. */
export function SpanMarks({
  live,
  spanId
}: {
  live: LiveTrace;
  spanId: string;
}): VNode {
  const edits = useEdits(live);
  const { server, record } = live;
  const own = assessmentsOf(record.info).filter(
    assessment => assessment.spanId === spanId
  );
  return (
    <section class="sb-span-marks" aria-label={serverStrings.spanFeedback}>
      <AssessmentList
        live={live}
        editor={server && { server, edits }}
        assessments={own}
        spanId={spanId}
      />
      <Outcome said={edits.said} failure={edits.failure} />
    </section>
  );
}

/** What another reader or program has changed meanwhile is seen only when somebody asks. */
function Refresh({ live }: { live: LiveTrace }): VNode | null {
  const request = useRequest();
  const [isFresh, setFresh] = useState(false);
  const { server, record } = live;
  if (!server) {
    return null;
  }
  const refresh = (): void => {
    setFresh(false);
    request.run(
      () => server.getInfo(record.info.traceId),
      info => {
        live.add(withMarksOf(info));
        setFresh(true);
      }
    );
  };
  return (
    <div class="sb-marks-end">
      <AskButton
        label={serverStrings.refresh}
        request={request}
        onAsk={refresh}
      />
      <span class="sb-note" role="status">
        {isFresh && serverStrings.refreshed}
      </span>
      <button
        type="button"
        class="sb-more"
        onClick={({ currentTarget }) => {
          focusTool(currentTarget);
          live.setEditing(false);
        }}
      >
        {serverStrings.done}
      </button>
    </div>
  );
}

function Outcome({
  said,
  failure
}: {
  said: string;
  failure: string | undefined;
}): VNode {
  return (
    <>
      <span class="sb-hidden-text" role="status">
        {said}
      </span>
      {failure !== undefined && (
        <div class="sb-refusal" role="alert">
          {failure}
        </div>
      )}
    </>
  );
}

/** Whoever opens the tags for editing goes on there. */
function useFocusOnEditing(isEditing: boolean) {
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isEditing) {
      group.current?.querySelector<HTMLElement>('button')?.focus();
    }
  }, [isEditing]);
  return group;
}

/** The tool that opened the editing stands in the same trace. */
function focusTool(from: Element): void {
  from
    .closest('.sb-trace')
    ?.querySelector<HTMLElement>(
      `.sb-tool[aria-label="${strings.tagsAndFeedback}"]`
    )
    ?.focus();
}
