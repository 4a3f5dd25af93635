import type { SpanOrder } from '../bundle/span-order';
import type { SpanTable, TraceRecord } from '../bundle/types';
import type { MendedTimes } from './mend-times';
import type { TraceWarning } from './types';

/** Rows that a warning lists; more are only counted. */
const MAX_ROWS = 20;

type Mended = {
  readonly record: TraceRecord;
  readonly order: Pick<SpanOrder, 'order' | 'parents'>;
  readonly cutRows: readonly number[];
  readonly times: Pick<MendedTimes, 'missing' | 'negative'>;
};

/** One warning for each kind of mend that was needed, in a fixed order. */
export function warningsOf({
  record: { info, spans },
  order,
  cutRows,
  times
}: Mended): readonly TraceWarning[] {
  if (spans === undefined) {
    return [];
  }
  const roots = [...order.order].filter(row => order.parents[row] === -1);
  const orphans = [...spans.orphans.keys()];
  const ownRoots = roots.filter(
    row => !spans.orphans.has(row) && !cutRows.includes(row)
  );
  return [
    ...(spans.count === 0 && info.state !== 'IN_PROGRESS'
      ? [
          {
            code: 'no-spans',
            count: 0,
            rows: []
          } as const
        ]
      : []),
    ...warning('orphan', orphans),
    ...warning('cycle', cutRows),
    ...warning('duplicate-id', duplicateRows(spans)),
    ...(ownRoots.length > 1 ? warning('several-roots', ownRoots) : []),
    ...warning('negative-duration', times.negative),
    ...warning('missing-time', times.missing)
  ];
}

function warning(
  code: TraceWarning['code'],
  rows: readonly number[]
): readonly TraceWarning[] {
  return rows.length === 0
    ? []
    : [{ code, count: rows.length, rows: rows.slice(0, MAX_ROWS) }];
}

function duplicateRows({ ids }: SpanTable): readonly number[] {
  const seen = new Set<string>();
  const rows: number[] = [];
  ids.forEach((id, row) => {
    if (seen.has(id)) {
      rows.push(row);
    }
    seen.add(id);
  });
  return rows;
}
