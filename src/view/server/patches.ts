import {
  PAYLOAD_COLUMNS,
  type JsonText,
  type PayloadColumn,
  type SpanTable,
  type TraceInfo,
  type TraceRecord
} from '../../bundle/types';
import { assessmentId } from '../../model/assessment';
import type { Patch } from './live-trace';

/** The trace as it was fetched. What the bundle knows and the server does not (spans that still run) is not kept. */
export function withTraceOf(fetched: TraceRecord): Patch {
  return () => fetched;
}

/** Each payload that was cut, as the fetched trace has it; spans are found again by their ids. */
export function withFullPayloads({ spans: full }: TraceRecord): Patch {
  const rows = new Map(full?.ids.map((id, row) => [id, row]));
  return record => {
    const { spans } = record;
    return full && spans
      ? { ...record, spans: restored(spans, full, rows) }
      : record;
  };
}

/** Tags and assessments as they were fetched. */
export function withMarksOf({ tags, assessments }: TraceInfo): Patch {
  return withInfo(() => ({ tags, assessments }));
}

export function withTag(key: string, value: string): Patch {
  return withInfo(({ tags }) => ({ tags: { ...tags, [key]: value } }));
}

export function withoutTag(key: string): Patch {
  return withInfo(({ tags }) => ({
    tags: Object.fromEntries(
      Object.entries(tags).filter(([name]) => name !== key)
    )
  }));
}

export function withAssessment(assessment: JsonText): Patch {
  return withInfo(({ assessments }) => ({
    assessments: [...assessments, assessment]
  }));
}

/** `change` gives what stands in place of the assessment; undefined removes it. */
export function withChangedAssessment(
  id: string,
  change: (assessment: JsonText) => JsonText | undefined
): Patch {
  return withInfo(({ assessments }) => ({
    assessments: assessments.flatMap(text => {
      const changed = assessmentId(text) === id ? change(text) : text;
      return changed === undefined ? [] : [changed];
    })
  }));
}

function withInfo(change: (info: TraceInfo) => Partial<TraceInfo>): Patch {
  return record => ({
    ...record,
    info: { ...record.info, ...change(record.info) }
  });
}

function restored(
  spans: SpanTable,
  full: SpanTable,
  rows: ReadonlyMap<string, number>
): SpanTable {
  return PAYLOAD_COLUMNS.reduce<SpanTable>(
    (table, column) => restoredColumn(table, column, full[column], rows),
    spans
  );
}

function restoredColumn(
  spans: SpanTable,
  column: PayloadColumn,
  full: ReadonlyMap<number, JsonText>,
  rows: ReadonlyMap<string, number>
): SpanTable {
  const cuts = new Map(spans.truncated[column]);
  const texts = new Map(spans[column]);
  for (const row of [...cuts.keys()]) {
    const text = full.get(rows.get(spans.ids[row] ?? '') ?? -1);
    if (text !== undefined) {
      texts.set(row, text);
      cuts.delete(row);
    }
  }
  return {
    ...spans,
    [column]: texts,
    truncated: { ...spans.truncated, [column]: cuts }
  };
}
