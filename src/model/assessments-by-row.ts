import { assessmentsOf, type Assessment } from './assessment';
import type { Trace } from './types';

/**
 * The assessments that hold, by the row of the span that they judge; those of the trace as a whole are its first
 * root's, as in MLflow's tree. What judges a span that is not there is left out. O(spans) where there are any.
 */
export function assessmentsByRow({
  info,
  spans,
  order
}: Trace): ReadonlyMap<number, readonly Assessment[]> {
  const byRow = new Map<number, Assessment[]>();
  if (info.assessments.length === 0) {
    return byRow;
  }
  const rows = new Map(spans.ids.map((id, row) => [id, row]));
  for (const assessment of assessmentsOf(info)) {
    const { spanId } = assessment;
    const row = spanId === undefined ? order[0] : rows.get(spanId);
    if (row !== undefined) {
      byRow.set(row, [...(byRow.get(row) ?? []), assessment]);
    }
  }
  return byRow;
}
