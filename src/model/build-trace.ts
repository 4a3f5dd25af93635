import {
  StatusCode,
  type SpanTable,
  type TraceRecord,
  type TraceState
} from '../bundle/types';
import { spanTableOf } from '../bundle/span-table';
import { orderSpans, type SpanOrder } from '../bundle/span-order';
import { mendTimes } from './mend-times';
import { rollUpUsage } from './roll-up-usage';
import { selfTimesOf } from './self-times';
import type { Trace } from './types';
import { warningsOf } from './warnings-of';

/**
 * The trace of a record, whatever its spans are like: orphans are roots, cycles are cut, unknown times are filled in,
 * and each such mend is a warning. Pure; the record is shared, not changed. O(n), plus sorting of unordered siblings.
 */
export function buildTrace(record: TraceRecord): Trace {
  const { info } = record;
  const spans = record.spans ?? spanTableOf([]);
  const { cutRows, ...order } = orderSpans(spans);
  const state = stateOf(info.state, spans, order);
  const isRunning = state === 'IN_PROGRESS';
  const times = mendTimes(spans, order, isRunning);
  return {
    info,
    spans,
    name: nameOf(record, order),
    state,
    ...order,
    starts: times.starts,
    ends: times.ends,
    selfTimes: selfTimesOf(order, times),
    start: times.start,
    end: times.end,
    isRunning,
    errorCount: countErrors(spans),
    ...rollUpUsage(info, spans, order),
    warnings: warningsOf({ record, order, cutRows, times })
  };
}

/** The state that the server gave, else what the first root tells, as MLflow derives it. */
function stateOf(
  given: TraceState,
  spans: SpanTable,
  { order }: Pick<SpanOrder, 'order'>
): TraceState {
  const root = order[0];
  if (given !== 'STATE_UNSPECIFIED' || root === undefined) {
    return given;
  }
  if (Number.isNaN(spans.ends[root] ?? NaN)) {
    return 'IN_PROGRESS';
  }
  return spans.statuses[root] === StatusCode.error ? 'ERROR' : 'OK';
}

function nameOf(
  { info, spans }: TraceRecord,
  { order }: Pick<SpanOrder, 'order'>
): string {
  const root = order[0];
  return (
    info.tags['mlflow.traceName'] ??
    (root === undefined ? undefined : spans?.names[root]) ??
    info.traceId
  );
}

function countErrors({ statuses }: SpanTable): number {
  return statuses.reduce(
    (errors, status) => errors + (status === StatusCode.error ? 1 : 0),
    0
  );
}
