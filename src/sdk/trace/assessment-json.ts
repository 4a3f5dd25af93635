import { present } from '../../bundle/present';
import { isObject, type Unknown } from '../../bundle/read-json';
import {
  AssessmentSourceType,
  type Assessment,
  type AssessmentError,
  type AssessmentSource,
  type FeedbackValue
} from './assessment';
import { exactValue, valueOfJson } from './exact-value';
import { asciiOnly, pythonTextOf } from './python-json';
import { textMapOf, textOf } from './read-text';
import { millisecondsOf, timestampText } from './timestamp';

/** Reads an assessment of MLflow's REST API or of `Trace.to_json()`; undefined when its kind is not known. */
export function readAssessment(value: unknown): Assessment | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { feedback, expectation, issue } = value;
  const base = readBase(value);
  if (isObject(feedback)) {
    return {
      ...base,
      type: 'feedback',
      // The server checks feedback values when they are logged.
      value: (exactValue(feedback['value']) ?? null) as FeedbackValue | null,
      ...present({
        error: readError(feedback['error']),
        overrides: filled(value['overrides'])
      }),
      valid: value['valid'] !== false
    };
  }
  if (isObject(expectation)) {
    return { ...base, type: 'expectation', value: readExpected(expectation) };
  }
  return isObject(issue)
    ? { ...base, type: 'issue', issueName: textOf(issue['issue_name']) ?? '' }
    : undefined;
}

/** The assessment as MLflow's REST API takes it and as `Trace.to_json()` writes it. */
export function assessmentJson(assessment: Assessment): Unknown {
  return present({
    assessment_id: assessment.assessmentId,
    assessment_name: assessment.name,
    trace_id: assessment.traceId,
    span_id: assessment.spanId,
    source: present({
      source_type: assessment.source.sourceType,
      source_id: assessment.source.sourceId
    }),
    create_time: timestampText(assessment.createTimeMs),
    last_update_time: timestampText(assessment.lastUpdateTimeMs),
    ...contentJson(assessment),
    rationale: assessment.rationale,
    metadata: assessment.metadata
  });
}

/** The member that holds the value, and those that only its kind has. */
export function contentJson(assessment: Assessment): Unknown {
  switch (assessment.type) {
    case 'feedback': {
      const { value, error, overrides, valid } = assessment;
      return {
        feedback: present({
          value,
          error: error === undefined ? undefined : errorJson(error)
        }),
        ...present({ overrides }),
        valid
      };
    }
    case 'expectation':
      return { expectation: expectedJson(assessment.value) };
    case 'issue':
      return { issue: { issue_name: assessment.issueName } };
  }
}

function readBase(value: Unknown) {
  return {
    name: textOf(value['assessment_name']) ?? '',
    traceId: textOf(value['trace_id']) ?? '',
    source: readSource(value['source']),
    createTimeMs: millisecondsOf(value['create_time']),
    lastUpdateTimeMs: millisecondsOf(value['last_update_time']),
    ...present({
      assessmentId: filled(value['assessment_id']),
      spanId: filled(value['span_id']),
      rationale: filled(value['rationale']),
      metadata: isObject(value['metadata'])
        ? textMapOf(value['metadata'])
        : undefined
    })
  };
}

function readSource(value: unknown): AssessmentSource {
  const { source_type: type, source_id: id } = isObject(value) ? value : {};
  const sourceType = Object.values(AssessmentSourceType).find(
    known => known === type
  );
  return {
    sourceType: sourceType ?? 'SOURCE_TYPE_UNSPECIFIED',
    ...present({ sourceId: filled(id) })
  };
}

function readError(value: unknown): AssessmentError | undefined {
  return isObject(value)
    ? {
        errorCode: textOf(value['error_code']) ?? '',
        ...present({
          errorMessage: filled(value['error_message']),
          stackTrace: filled(value['stack_trace'])
        })
      }
    : undefined;
}

function errorJson(error: AssessmentError): Unknown {
  return present({
    error_code: error.errorCode,
    error_message: error.errorMessage,
    stack_trace: error.stackTrace
  });
}

/** A list or an object travels as JSON text. */
function readExpected(expectation: Unknown): unknown {
  const { serialized_value: serialized } = expectation;
  const text = isObject(serialized) ? textOf(serialized['value']) : undefined;
  return text === undefined
    ? exactValue(expectation['value'] ?? null)
    : valueOfJson(text);
}

function expectedJson(value: unknown): Unknown {
  const isStructure = typeof value === 'object' && value !== null;
  return isStructure || typeof value === 'bigint'
    ? {
        serialized_value: {
          serialization_format: 'JSON_FORMAT',
          value: asciiOnly(pythonTextOf(value))
        }
      }
    : { value };
}

/** Protobuf gives an empty string for what was never set. */
function filled(value: unknown): string | undefined {
  const text = textOf(value);
  return text === '' ? undefined : text;
}
