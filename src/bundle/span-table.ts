import {
  PAYLOAD_COLUMNS,
  StatusCode,
  type Microseconds,
  type PayloadColumn,
  type SpanRow,
  type SpanTable
} from './types';

/** The type of a span that names none; MLflow's `SpanType.UNKNOWN`. */
export const UNKNOWN_TYPE = 'UNKNOWN';

/**
 * The rows as columns, in the order given. Times are rounded to whole microseconds, those that are not finite become
 * unknown. A parent that is not among the rows makes an orphan; of several rows with one id the first is the parent.
 */
export function spanTableOf(rows: readonly SpanRow[]): SpanTable {
  const orphans = new Map<number, string>();
  return {
    count: rows.length,
    ids: rows.map(row => row.spanId),
    parents: parentRows(rows, orphans),
    orphans,
    names: rows.map(row => row.name),
    types: rows.map(row => row.spanType ?? UNKNOWN_TYPE),
    starts: Float64Array.from(rows.map(row => wholeMicroseconds(row.start))),
    ends: Float64Array.from(rows.map(row => wholeMicroseconds(row.end))),
    statuses: Uint8Array.from(rows.map(row => row.status ?? StatusCode.unset)),
    statusMessages: sparse(rows, row => row.statusMessage),
    ...payloadColumns(column => sparse(rows, row => row[column])),
    truncated: {}
  };
}

/** One map for each payload column, made by `columnOf`. */
export function payloadColumns<T>(
  columnOf: (column: PayloadColumn) => T
): Record<PayloadColumn, T> {
  const [inputs, outputs, attributes, events, links] = PAYLOAD_COLUMNS;
  return {
    inputs: columnOf(inputs),
    outputs: columnOf(outputs),
    attributes: columnOf(attributes),
    events: columnOf(events),
    links: columnOf(links)
  };
}

function parentRows(
  rows: readonly SpanRow[],
  orphans: Map<number, string>
): Int32Array {
  const rowOfId = new Map<string, number>();
  rows.forEach(({ spanId }, row) => {
    if (!rowOfId.has(spanId)) {
      rowOfId.set(spanId, row);
    }
  });
  const parents = rows.map(({ parentId }, row) => {
    if (parentId === undefined || parentId === '') {
      return -1;
    }
    const parent = rowOfId.get(parentId);
    if (parent === undefined) {
      orphans.set(row, parentId);
    }
    return parent ?? -1;
  });
  return Int32Array.from(parents);
}

function wholeMicroseconds(time: Microseconds | undefined): Microseconds {
  // `+ 0` turns -0 into 0, which the wire form could not tell apart.
  const whole = Math.round(time ?? NaN) + 0;
  return Number.isSafeInteger(whole) ? whole : NaN;
}

function sparse<T>(
  rows: readonly SpanRow[],
  valueOf: (row: SpanRow) => T | undefined
): ReadonlyMap<number, T> {
  const column = new Map<number, T>();
  rows.forEach((row, index) => {
    const value = valueOf(row);
    if (value !== undefined) {
      column.set(index, value);
    }
  });
  return column;
}
