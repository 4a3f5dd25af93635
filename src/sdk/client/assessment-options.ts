import { present } from '../../bundle/present';
import { isObject, kindOf } from '../../bundle/read-json';
import { warn } from '../diag';
import { exceptionFactsOf } from '../recording/exception';
import {
  AssessmentSourceType,
  type AssessmentError,
  type AssessmentSource,
  type Expectation,
  type Feedback,
  type FeedbackValue
} from '../trace/assessment';
import { invalidParameter } from './mlflow-exception';

/** Who assesses; the type may be in any case. */
export type AssessmentSourceOptions = {
  readonly sourceType: string;
  readonly sourceId?: string | undefined;
};

/** What is said of any assessment. */
export type LogOptions = {
  readonly traceId: string;
  /** The span that is assessed; the trace as a whole when absent. */
  readonly spanId?: string | undefined;
  readonly source?: AssessmentSourceOptions | undefined;
  /** Values that are no texts are turned into some. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
};

/** A judgement to be logged. */
export type LogFeedbackOptions = LogOptions & {
  /** `feedback` when absent. */
  readonly name?: string | undefined;
  /** This or `error` is needed. */
  readonly value?: FeedbackValue | null | undefined;
  /** Why there is no value: what was thrown, a text, or code and message. */
  readonly error?: unknown;
  readonly rationale?: string | undefined;
};

/** An expectation to be logged. */
export type LogExpectationOptions = LogOptions & {
  readonly name: string;
  /** Any JSON value but null. */
  readonly value: unknown;
};

/** Characters of a stack that MLflow keeps. */
const STACK_LENGTH = 10_000;
const STACK_PREFIX = '[Stack trace is truncated]\n...\n';

/** The feedback as it is now, without an id. @throws MlflowException for what MLflow does not take. */
export function feedbackOf(options: LogFeedbackOptions): Feedback {
  const { name = 'feedback', value, error, rationale } = options;
  if (value === undefined && error === undefined) {
    throw invalidParameter('logFeedback: give a value or an error');
  }
  checkFeedbackValue(value ?? null);
  return {
    ...baseOf('logFeedback', options, AssessmentSourceType.CODE),
    type: 'feedback',
    name,
    value: value ?? null,
    valid: true,
    ...present({
      rationale,
      error: error === undefined ? undefined : assessmentErrorOf(error)
    })
  };
}

/** The expectation as it is now, without an id. @throws MlflowException for what MLflow does not take. */
export function expectationOf(options: LogExpectationOptions): Expectation {
  const { name, value } = options;
  if (value === undefined || value === null) {
    throw invalidParameter('logExpectation: give a value other than null');
  }
  return {
    ...baseOf('logExpectation', options, AssessmentSourceType.HUMAN),
    type: 'expectation',
    name,
    value
  };
}

/** The error of a feedback in MLflow's terms. */
export function assessmentErrorOf(error: unknown): AssessmentError {
  if (typeof error === 'string') {
    return { errorCode: 'ASSESSMENT_ERROR', errorMessage: error };
  }
  if (isObject(error) && typeof error['errorCode'] === 'string') {
    const { errorCode, errorMessage, stackTrace } = error;
    return {
      errorCode,
      ...present({
        errorMessage: textOrNone(errorMessage),
        stackTrace: shortStack(textOrNone(stackTrace) ?? '')
      })
    };
  }
  const { type, message, stacktrace } = exceptionFactsOf(error);
  return {
    errorCode: type,
    errorMessage: message,
    ...present({ stackTrace: shortStack(stacktrace) })
  };
}

/** Metadata as MLflow stores it. */
export function metadataOf(
  metadata: Readonly<Record<string, unknown>>
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [key, String(value)])
  );
}

/** Protobuf's values: finite numbers, texts, booleans, lists and string-keyed objects of them. @throws MlflowException */
export function checkFeedbackValue(value: unknown): void {
  const isStructure = typeof value === 'object' && value !== null;
  const isScalar =
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value));
  if (isStructure) {
    Object.values(value).forEach(checkFeedbackValue);
  } else if (!isScalar) {
    throw invalidParameter(
      `feedback: expected a value of finite numbers, texts and booleans, found ${
        typeof value === 'number' ? String(value) : kindOf(value)
      }`
    );
  }
}

function baseOf(
  call: string,
  { traceId, spanId, source, metadata }: LogOptions,
  sourceType: AssessmentSourceType
) {
  const now = Date.now();
  return {
    traceId,
    source:
      source === undefined
        ? { sourceType, sourceId: 'default' }
        : sourceOf(call, source),
    createTimeMs: now,
    lastUpdateTimeMs: now,
    ...present({ spanId, metadata: metadata && metadataOf(metadata) })
  };
}

function sourceOf(
  call: string,
  { sourceType, sourceId = 'default' }: AssessmentSourceOptions
): AssessmentSource {
  const wanted = sourceType.toUpperCase();
  if (wanted === 'AI_JUDGE') {
    warn('AI_JUDGE', `${call}: the source type AI_JUDGE is now LLM_JUDGE`);
    return { sourceType: AssessmentSourceType.LLM_JUDGE, sourceId };
  }
  const known = Object.values(AssessmentSourceType).find(
    type => type === wanted
  );
  if (known === undefined) {
    throw invalidParameter(
      `${call}: source type ${JSON.stringify(sourceType)} is not one of ${Object.values(AssessmentSourceType).join(', ')}`
    );
  }
  return { sourceType: known, sourceId };
}

function shortStack(stack: string): string | undefined {
  if (stack === '') {
    return undefined;
  }
  return stack.length <= STACK_LENGTH
    ? stack
    : STACK_PREFIX + stack.slice(STACK_PREFIX.length - STACK_LENGTH);
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
