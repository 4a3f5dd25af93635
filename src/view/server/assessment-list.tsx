import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Assessment } from '../../model/assessment';
import { ShowMore } from '../show-more';
import { strings } from '../strings/first-picture';
import { AssessmentItem } from './assessment-item';
import {
  changeFeedback,
  giveFeedback,
  removeAssessment
} from './edit-feedback';
import { FeedbackForm } from './feedback-form';
import type { LiveTrace } from './live-trace';
import { serverStrings } from '../strings/server';
import type { Editor } from './tags';

/** Assessments shown before "more". */
const FEW = 5;

type AssessmentListProps = {
  readonly live: LiveTrace;
  readonly editor: Editor | undefined;
  readonly assessments: readonly Assessment[];
  /** The span whose details these are. */
  readonly spanId?: string;
};

/** Assessments, one a line; with an editor they can be changed and removed, and feedback given. */
export function AssessmentList(props: AssessmentListProps): VNode | null {
  const { live, editor, assessments, spanId } = props;
  const [isWhole, setWhole] = useState(false);
  const [edited, setEdited] = useState<Assessment | 'new'>();
  const give = useRef<HTMLButtonElement>(null);
  const shown = isWhole ? assessments : assessments.slice(0, FEW);
  const close = (): void => {
    setEdited(undefined);
    give.current?.focus();
  };
  const label = spanId
    ? serverStrings.giveSpanFeedback
    : serverStrings.giveFeedback;
  return (
    <>
      {shown.length > 0 && (
        <ul class="sb-assessments">
          {shown.map((assessment, index) => (
            <AssessmentItem
              key={assessment.id ?? index}
              assessment={assessment}
              spanName={spanId ? '' : spanNameOf(live, assessment)}
              onChange={editor && (() => setEdited(assessment))}
              onRemove={
                editor &&
                (() => {
                  give.current?.focus();
                  removeAssessment(live, editor, assessment);
                })
              }
            />
          ))}
        </ul>
      )}
      <ShowMore
        hidden={assessments.length - shown.length}
        onMore={() => setWhole(true)}
      />
      {editor && (
        <button
          type="button"
          class="sb-more"
          ref={give}
          onClick={() => setEdited('new')}
        >
          {label}
        </button>
      )}
      {editor && edited !== undefined && (
        <FeedbackForm
          key={edited === 'new' ? edited : edited.id}
          label={
            edited === 'new' ? label : serverStrings.changeFeedback(edited.name)
          }
          old={edited === 'new' ? undefined : edited}
          onCancel={close}
          onSave={input => {
            close();
            if (edited === 'new') {
              giveFeedback(live, editor, {
                ...input,
                ...(spanId && { spanId })
              });
            } else {
              changeFeedback(live, editor, edited, input);
            }
          }}
        />
      )}
    </>
  );
}

/** Empty for an assessment of the whole trace. */
function spanNameOf({ record }: LiveTrace, { spanId }: Assessment): string {
  if (spanId === undefined) {
    return '';
  }
  const row = record.spans?.ids.indexOf(spanId) ?? -1;
  return record.spans?.names[row] || strings.unnamedSpan;
}
