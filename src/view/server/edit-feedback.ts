import { jsonTextOf } from '../../bundle/json-text';
import { changedAssessment, type Assessment } from '../../model/assessment';
import type { NewFeedback } from '../host';
import type { FeedbackInput } from './feedback-form';
import type { LiveTrace, Patch } from './live-trace';
import { withAssessment, withChangedAssessment } from './patches';
import { serverStrings } from '../strings/server';
import type { Editor } from './tags';

/** Stores feedback; until the server has answered it is shown without its id, and so cannot be edited. */
export function giveFeedback(
  live: LiveTrace,
  { server, edits }: Editor,
  feedback: NewFeedback
): void {
  const { traceId } = live.record.info;
  const overriding = feedback.overrides
    ? validity(feedback.overrides, false)
    : unchanged;
  edits.edit({
    patch: record => withAssessment(draftOf(feedback))(overriding(record)),
    store: () => server.logFeedback(traceId, feedback),
    stored: assessment => record =>
      withAssessment(assessment)(overriding(record)),
    said: serverStrings.feedbackSaved
  });
}

/**
 * Changes feedback that a person gave; what a judge or a program said stays stored, and feedback of the reader's
 * stands in its place, as in MLflow.
 */
export function changeFeedback(
  live: LiveTrace,
  editor: Editor,
  { id, name, sourceType, spanId }: Assessment,
  { value, rationale }: FeedbackInput
): void {
  const { server, edits } = editor;
  const { traceId } = live.record.info;
  if (id === undefined) {
    return;
  }
  if (sourceType !== 'HUMAN') {
    const overrides = {
      overrides: id,
      ...(spanId !== undefined && { spanId })
    };
    giveFeedback(live, editor, { name, value, rationale, ...overrides });
    return;
  }
  edits.edit({
    patch: withChangedAssessment(id, text =>
      changedAssessment(text, { feedback: { value }, rationale })
    ),
    store: () => server.updateFeedback(traceId, id, { value, rationale }),
    stored: assessment => withChangedAssessment(id, () => assessment),
    said: serverStrings.feedbackSaved
  });
}

/** Removes an assessment; the one that it overrode holds again. */
export function removeAssessment(
  live: LiveTrace,
  { server, edits }: Editor,
  { id, overrides }: Assessment
): void {
  const { traceId } = live.record.info;
  if (id === undefined) {
    return;
  }
  const removed = withChangedAssessment(id, () => undefined);
  edits.edit({
    patch: record =>
      removed((overrides ? validity(overrides, true) : unchanged)(record)),
    store: () => server.deleteAssessment(traceId, id),
    said: serverStrings.feedbackRemoved
  });
}

const unchanged: Patch = record => record;

function validity(id: string, valid: boolean): Patch {
  return withChangedAssessment(id, text => changedAssessment(text, { valid }));
}

function draftOf({ name, value, rationale, spanId }: NewFeedback): string {
  return jsonTextOf({
    assessment_name: name,
    source: { source_type: 'HUMAN' },
    feedback: { value },
    rationale,
    ...(spanId !== undefined && { span_id: spanId })
  });
}
