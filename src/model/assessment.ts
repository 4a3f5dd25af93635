import { jsonTextOf, parseExactJson, parseJson } from '../bundle/json-text';
import { present } from '../bundle/present';
import type { JsonText, TraceInfo } from '../bundle/types';

/** An MLflow assessment (MLflow 3.17's REST form, also that of `Trace.to_json()`), read leniently for showing. */
export type Assessment = {
  /** Absent until a server has stored it. */
  readonly id?: string;
  readonly name: string;
  readonly kind: 'feedback' | 'expectation' | 'issue' | 'unknown';
  /** Exact: long integers are bigints. */
  readonly value: unknown;
  /** Of a feedback that has an error in place of a value. */
  readonly error?: string;
  readonly rationale?: string;
  /** MLflow's `HUMAN`, `LLM_JUDGE`, `CODE`; whatever was written. */
  readonly sourceType: string;
  readonly sourceId?: string;
  /** The span that is judged; absent for the trace as a whole. */
  readonly spanId?: string;
  /** Id of the feedback that this one stands in place of. */
  readonly overrides?: string;
};

/** The assessments that hold: those that another one overrides are left out, what cannot be read is `unknown`. */
export function assessmentsOf({
  assessments
}: TraceInfo): readonly Assessment[] {
  return assessments.flatMap(text => {
    const members = membersOf(exact(text));
    return members?.['valid'] === false ? [] : [read(members, text)];
  });
}

/** Id of an assessment given as JSON; undefined for one that no server has stored. */
export function assessmentId(text: JsonText): string | undefined {
  return filled(membersOf(exact(text))?.['assessment_id']);
}

/** The JSON with other members; what it says besides stays as it was, long integers included. */
export function changedAssessment(text: JsonText, members: Members): JsonText {
  return jsonTextOf({ ...membersOf(marked(text)), ...members });
}

function read(members: Members | undefined, text: JsonText): Assessment {
  if (!members) {
    return { name: '', kind: 'unknown', value: text, sourceType: '' };
  }
  const source = membersOf(members['source']) ?? {};
  return {
    name: textOf(members['assessment_name'] ?? members['name']),
    sourceType: textOf(source['source_type']),
    ...contentOf(members),
    ...present({
      id: filled(members['assessment_id']),
      rationale: filled(members['rationale']),
      sourceId: filled(source['source_id']),
      spanId: filled(members['span_id']),
      overrides: filled(members['overrides'])
    })
  };
}

function contentOf(
  members: Members
): Pick<Assessment, 'kind' | 'value' | 'error'> {
  const feedback = membersOf(members['feedback']);
  const expectation = membersOf(members['expectation']);
  const issue = membersOf(members['issue']);
  if (feedback) {
    const error = filled(membersOf(feedback['error'])?.['error_code']);
    return {
      kind: 'feedback',
      value: feedback['value'],
      ...present({ error })
    };
  }
  if (expectation) {
    return { kind: 'expectation', value: expectedOf(expectation) };
  }
  return issue
    ? { kind: 'issue', value: issue['issue_name'] }
    : { kind: 'unknown', value: undefined };
}

/** A list or an object travels as JSON text. */
function expectedOf(expectation: Members): unknown {
  const serialized = membersOf(expectation['serialized_value'])?.['value'];
  return typeof serialized === 'string'
    ? (exact(serialized) ?? serialized)
    : expectation['value'];
}

type Members = Readonly<Record<string, unknown>>;

function exact(text: JsonText): unknown {
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}

function marked(text: JsonText): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function membersOf(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value }
    : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Protobuf gives an empty string for what was never set. */
function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
