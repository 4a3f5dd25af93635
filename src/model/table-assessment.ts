import { parseExactJson } from '../bundle/json-text';
import type { JsonText } from '../bundle/types';
import { wordsOfJson } from './words-of-json';

/** An assessment in the few words of a table. */
export type AssessmentLabel = {
  readonly name: string;
  /** Feedback's or expectation's value in words; the code of the error where there is none. */
  readonly value: string;
  readonly kind: 'pass' | 'fail' | 'other';
};

/** Longer values are cut: a table shows that there is one. */
const MAX_CHARACTERS = 40;

/** The label of an MLflow assessment; `undefined` for text that is none, and for feedback that was overridden. */
export function assessmentOf(text: JsonText): AssessmentLabel | undefined {
  const assessment = parsed(text);
  const name = assessment['assessment_name'];
  if (typeof name !== 'string' || assessment['valid'] === false) {
    return undefined;
  }
  const value = valueOf(assessment);
  return {
    name,
    value: wordsOfJson(value).slice(0, MAX_CHARACTERS),
    kind: kindOf(value)
  };
}

function valueOf(assessment: Members): unknown {
  const feedback = membersOf(assessment['feedback']);
  const expectation = membersOf(assessment['expectation']);
  return (
    feedback['value'] ??
    membersOf(feedback['error'])['error_code'] ??
    expectation['value'] ??
    membersOf(expectation['serialized_value'])['value']
  );
}

/** Judges of MLflow answer with yes and no. */
function kindOf(value: unknown): AssessmentLabel['kind'] {
  if (value === true || value === 'yes') {
    return 'pass';
  }
  return value === false || value === 'no' ? 'fail' : 'other';
}

type Members = Readonly<Record<string, unknown>>;

function parsed(text: JsonText): Members {
  try {
    return membersOf(parseExactJson(text));
  } catch {
    return {};
  }
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
