import type { VNode } from 'preact';
import { jsonTextOf } from '../../bundle/json-text';
import type { Assessment } from '../../model/assessment';
import { IconButton } from '../icons';
import { JsonTree } from '../detail/json-tree';
import { LongText } from '../detail/long-text';
import { isFormValue } from './feedback-form';
import { serverStrings } from '../strings/server';
import { Thumb } from './thumb';

/** MLflow's word for a source that nobody named. */
const UNSPECIFIED = 'SOURCE_TYPE_UNSPECIFIED';

/** One assessment: name, value, who says so, and why. */
export function AssessmentItem({
  assessment,
  spanName,
  onChange,
  onRemove
}: {
  assessment: Assessment;
  /** Of the judged span, where it is not plain from the place. */
  spanName: string;
  onChange: (() => void) | undefined;
  onRemove: (() => void) | undefined;
}): VNode {
  const { id, name, kind, value, rationale } = assessment;
  const notes = [
    kind === 'expectation' ? serverStrings.expected : '',
    kind === 'issue' ? serverStrings.issue : '',
    spanName && serverStrings.onThisSpan(spanName),
    sourceOf(assessment)
  ].filter(Boolean);
  return (
    <li class="sb-assessment">
      <span class="sb-assessment-name">{name}</span>{' '}
      <Value assessment={assessment} />{' '}
      <span class="sb-note">{notes.join(' · ')}</span>
      {id !== undefined &&
        onChange &&
        kind === 'feedback' &&
        isFormValue(value) && (
          <IconButton
            icon="edit"
            label={serverStrings.changeFeedback(name)}
            onClick={onChange}
          />
        )}
      {id !== undefined && onRemove && (
        <IconButton
          icon="close"
          label={serverStrings.removeAssessment(name)}
          onClick={onRemove}
        />
      )}
      {rationale !== undefined && (
        <div class="sb-rationale">
          <LongText text={rationale} />
        </div>
      )}
    </li>
  );
}

function Value({
  assessment: { value, error }
}: {
  assessment: Assessment;
}): VNode | null {
  if (error !== undefined) {
    return <span class="sb-refusal">{serverStrings.error(error)}</span>;
  }
  if (typeof value === 'boolean') {
    return (
      <span class="sb-verdict" data-verdict={value ? 'good' : 'bad'}>
        <Thumb isUp={value} />
        {value ? serverStrings.yes : serverStrings.no}
      </span>
    );
  }
  if (typeof value === 'object' && value !== null) {
    return <JsonTree value={value} />;
  }
  return value === undefined || value === null ? null : (
    <span class="sb-verdict">
      <LongText text={typeof value === 'string' ? value : jsonTextOf(value)} />
    </span>
  );
}

function sourceOf({ sourceType, sourceId = '' }: Assessment): string {
  const kinds = new Map(Object.entries(serverStrings.by)).set(UNSPECIFIED, '');
  const kind = kinds.get(sourceType) ?? sourceType;
  return sourceType === 'HUMAN' && sourceId !== ''
    ? sourceId
    : [kind, sourceId].filter(Boolean).join(' ');
}
