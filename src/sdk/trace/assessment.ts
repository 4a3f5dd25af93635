import type { EpochMilliseconds } from './timestamp';

/**
 * Who or what made an assessment.
 * @example
 * ```ts
 * await logFeedback({
 *   traceId,
 *   name: 'helpful',
 *   value: true,
 *   source: { sourceType: AssessmentSourceType.HUMAN, sourceId: 'ana' }
 * });
 * ```
 */
export const AssessmentSourceType = {
  HUMAN: 'HUMAN',
  LLM_JUDGE: 'LLM_JUDGE',
  CODE: 'CODE',
  SOURCE_TYPE_UNSPECIFIED: 'SOURCE_TYPE_UNSPECIFIED'
} as const;

/** One of the kinds of sources. */
export type AssessmentSourceType =
  (typeof AssessmentSourceType)[keyof typeof AssessmentSourceType];

/** The author of an assessment: `sourceId` is a user, the name of a judge, or a file. */
export type AssessmentSource = {
  readonly sourceType: AssessmentSourceType;
  readonly sourceId?: string;
};

/** Why a feedback has no value. */
export type AssessmentError = {
  readonly errorCode: string;
  readonly errorMessage?: string;
  readonly stackTrace?: string;
};

type FeedbackScalar = number | string | boolean;

/** What a feedback may say. */
export type FeedbackValue =
  | FeedbackScalar
  | readonly FeedbackScalar[]
  | { readonly [key: string]: FeedbackScalar };

/** What every kind of assessment says. */
export type AssessmentBase = {
  /** `a-` and 32 hexadecimal digits, given by the server; absent on a trace that is still running. */
  readonly assessmentId?: string;
  readonly name: string;
  readonly traceId: string;
  /** The span that is assessed; the trace as a whole when absent. */
  readonly spanId?: string;
  readonly source: AssessmentSource;
  readonly createTimeMs: EpochMilliseconds;
  readonly lastUpdateTimeMs: EpochMilliseconds;
  readonly rationale?: string;
  readonly metadata?: Readonly<Record<string, string>>;
};

/** A judgement of what a trace or span gave. */
export type Feedback = AssessmentBase & {
  readonly type: 'feedback';
  /** `null` when there is an error instead. */
  readonly value: FeedbackValue | null;
  readonly error?: AssessmentError;
  /** Id of the feedback that this one replaces. */
  readonly overrides?: string;
  /** False once another feedback overrides this one. */
  readonly valid: boolean;
};

/** What a trace or span should have given: any JSON value. */
export type Expectation = AssessmentBase & {
  readonly type: 'expectation';
  readonly value: unknown;
};

/** A pointer to an issue that was found; `name` is its id. */
export type IssueReference = AssessmentBase & {
  readonly type: 'issue';
  readonly issueName: string;
};

/** What was said of a trace or of one of its spans; `type` tells which. */
export type Assessment = Feedback | Expectation | IssueReference;
