import { isObject, type Unknown } from '../../bundle/read-json';
import { NO_OP_TRACE_ID } from '../recording/live-span';
import { shared } from '../state';
import type { Assessment, Feedback, FeedbackValue } from '../trace/assessment';
import {
  assessmentJson,
  contentJson,
  readAssessment
} from '../trace/assessment-json';
import {
  assessmentErrorOf,
  checkFeedbackValue,
  feedbackOf,
  metadataOf,
  type AssessmentSourceOptions
} from './assessment-options';
import { invalidParameter, MlflowException } from './mlflow-exception';
import { pathOf, type MlflowRest } from './mlflow-rest';
import { onceStored } from './pending-traces';

/** What to change of an assessment; an absent member is left alone. */
export type UpdateAssessmentOptions = {
  readonly name?: string | undefined;
  /** Of the kind that the assessment is. */
  readonly value?: unknown;
  /** Of a feedback only. */
  readonly error?: unknown;
  /** Of a feedback only. */
  readonly rationale?: string | undefined;
  /** Added to what is there. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
};

/** A feedback in place of another one. */
export type OverrideFeedbackOptions = {
  readonly traceId: string;
  /** The feedback that is no longer valid. */
  readonly assessmentId: string;
  readonly value: FeedbackValue;
  readonly rationale?: string | undefined;
  readonly source?: AssessmentSourceOptions | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
};

/**
 * Stores an assessment. On a trace that still runs it is kept in memory and sent with the trace: then it has no id.
 * Of a trace that is not recorded nothing is stored.
 * @throws MlflowException when there is no such trace.
 */
export async function logAssessment<T extends Assessment>(
  rest: MlflowRest,
  call: string,
  assessment: T
): Promise<T> {
  const { traceId } = assessment;
  if (traceId === NO_OP_TRACE_ID) {
    return assessment;
  }
  const recorder = shared.openTraces.get(traceId);
  if (recorder !== undefined) {
    recorder.details.assessments.push(
      JSON.stringify(assessmentJson(assessment))
    );
    recorder.detailsChanged();
    return assessment;
  }
  const answer = await onceStored(() =>
    rest.ask({
      call,
      method: 'POST',
      path: pathOf`/api/3.0/mlflow/traces/${traceId}/assessments`,
      body: { assessment: assessmentJson(assessment) }
    })
  );
  return sameKind(call, assessment, answer);
}

/** @throws MlflowException RESOURCE_DOES_NOT_EXIST when there is none. */
export async function getAssessment(
  rest: MlflowRest,
  traceId: string,
  assessmentId: string
): Promise<Assessment> {
  const answer = await rest.ask({
    call: 'getAssessment',
    method: 'GET',
    path: assessmentPath(traceId, assessmentId)
  });
  return assessmentIn('getAssessment', answer);
}

/** The assessment as it is then. @throws MlflowException when there is none, or nothing is to be changed. */
export async function updateAssessment(
  rest: MlflowRest,
  target: { readonly traceId: string; readonly assessmentId: string },
  options: UpdateAssessmentOptions
): Promise<Assessment> {
  const { traceId, assessmentId } = target;
  const { name, value, error, rationale, metadata } = options;
  const changes: Unknown = {
    ...(name !== undefined && { assessment_name: name }),
    ...((value !== undefined || error !== undefined) &&
      changedContent(
        await getAssessment(rest, traceId, assessmentId),
        value,
        error
      )),
    ...(rationale !== undefined && { rationale }),
    ...(metadata !== undefined && { metadata: metadataOf(metadata) })
  };
  if (Object.keys(changes).length === 0) {
    throw invalidParameter(
      'updateAssessment: give name, value, error, rationale or metadata'
    );
  }
  const answer = await rest.ask({
    call: 'updateAssessment',
    method: 'PATCH',
    path: assessmentPath(traceId, assessmentId),
    body: {
      assessment: {
        assessment_id: assessmentId,
        trace_id: traceId,
        ...changes
      },
      update_mask: Object.keys(changes).map(camelName).join(',')
    }
  });
  return assessmentIn('updateAssessment', answer);
}

/** @throws MlflowException */
export async function deleteAssessment(
  rest: MlflowRest,
  traceId: string,
  assessmentId: string
): Promise<void> {
  await rest.ask({
    call: 'deleteAssessment',
    method: 'DELETE',
    path: assessmentPath(traceId, assessmentId)
  });
}

/** The new feedback; the old one stays, no longer valid. @throws MlflowException when the old one is no feedback. */
export async function overrideFeedback(
  rest: MlflowRest,
  options: OverrideFeedbackOptions
): Promise<Feedback> {
  const { assessmentId, ...given } = options;
  const old = await getAssessment(rest, given.traceId, assessmentId);
  if (old.type !== 'feedback') {
    throw invalidParameter(
      `overrideFeedback: assessment ${assessmentId} is an ${old.type}, not a feedback`
    );
  }
  const feedback = feedbackOf({ ...given, name: old.name, spanId: old.spanId });
  return logAssessment(rest, 'overrideFeedback', {
    ...feedback,
    overrides: assessmentId
  });
}

function assessmentPath(traceId: string, assessmentId: string): string {
  return pathOf`/api/3.0/mlflow/traces/${traceId}/assessments/${assessmentId}`;
}

function changedContent(
  assessment: Assessment,
  value: unknown,
  error: unknown
): Unknown {
  if (assessment.type === 'expectation') {
    const { expectation } = contentJson({ ...assessment, value });
    return { expectation };
  }
  if (assessment.type === 'issue') {
    throw invalidParameter('updateAssessment: an issue has no value');
  }
  checkFeedbackValue(value ?? null);
  const { feedback } = contentJson({
    ...assessment,
    // Checked just above.
    value: (value ?? null) as FeedbackValue | null,
    ...(error !== undefined && { error: assessmentErrorOf(error) })
  });
  return { feedback };
}

/** Protobuf's JSON form of a field mask has the names in camel case. */
function camelName(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function assessmentIn(call: string, answer: Unknown): Assessment {
  const assessment = readAssessment(
    isObject(answer['assessment']) ? answer['assessment'] : undefined
  );
  if (assessment === undefined) {
    throw new MlflowException(
      `${call}: the server answered an assessment of a kind that is not known`
    );
  }
  return assessment;
}

function sameKind<T extends Assessment>(
  call: string,
  { type }: T,
  answer: Unknown
): T {
  const stored = assessmentIn(call, answer);
  if (stored.type !== type) {
    throw new MlflowException(
      `${call}: the server answered an ${stored.type} for an ${type}`
    );
  }
  // The kinds are told apart by `type`.
  return stored as T;
}
