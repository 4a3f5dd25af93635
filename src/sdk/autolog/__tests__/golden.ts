import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A span as Python recorded it: without ids, times and the members that are null. */
export type GoldenSpan = {
  readonly name: string;
  readonly spanId: string;
  readonly parentId: string | null;
  readonly spanType: string;
  readonly inputs: unknown;
  readonly outputs: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly statusCode: string };
};

const FOLDER = path.join(process.cwd(), 'test/fixtures/autolog');

/** The spans of a trace that Python's MLflow recorded of the same program against the same fake server. */
export function goldenSpans(name: string): readonly GoldenSpan[] {
  const { data } = JSON.parse(
    readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')
  ) as { data: { spans: readonly StoredSpan[] } };
  return data.spans.map(goldenSpan);
}

type StoredSpan = {
  readonly name: string;
  readonly span_id: string;
  readonly parent_span_id?: string;
  readonly status: { readonly code: string };
  readonly attributes: Readonly<Record<string, string>>;
};

function goldenSpan(span: StoredSpan): GoldenSpan {
  const attributes = Object.fromEntries(
    Object.entries(span.attributes).map(([key, text]) => [
      key,
      withoutNulls(JSON.parse(text))
    ])
  );
  return {
    name: span.name,
    spanId: span.span_id,
    parentId: span.parent_span_id || null,
    spanType: String(attributes['mlflow.spanType']),
    inputs: attributes['mlflow.spanInputs'],
    outputs: attributes['mlflow.spanOutputs'],
    attributes,
    status: { statusCode: span.status.code.replace('STATUS_CODE_', '') }
  };
}

/** Python shows what was not said as null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, member]) => member !== null)
          .map(([key, member]) => [key, withoutNulls(member)])
      )
    : value;
}
