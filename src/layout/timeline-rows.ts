import { StatusCode } from '../bundle/types';
import type { Trace } from '../model/types';
import { bar } from './bar';
import type { TimelineRow, TimelineView } from './types';

/** The rows of the window, complete for drawing. O(rows of the window), whatever the size of the trace. */
export function timelineRows(
  trace: Trace,
  { visible, window, range, collapsed }: TimelineView
): TimelineRow[] {
  const first = Math.max(0, window.first);
  const last = Math.min(visible.count, window.last);
  return Array.from(visible.rows.subarray(first, last), (row, offset) => ({
    ...rowOf(trace, row),
    index: first + offset,
    isExpanded: (trace.childCounts[row] ?? 0) > 0 && !collapsed.has(row),
    bar: isTimeKnown(trace, row)
      ? bar(trace.starts[row] ?? NaN, trace.ends[row] ?? NaN, range)
      : null
  }));
}

function rowOf(
  trace: Trace,
  row: number
): Omit<TimelineRow, 'index' | 'isExpanded' | 'bar'> {
  const { spans, starts, ends, childCounts } = trace;
  const parent = trace.parents[row] ?? -1;
  const start = starts[row] ?? NaN;
  return {
    row,
    spanId: spans.ids[row] ?? '',
    name: spans.names[row] ?? '',
    spanType: spans.types[row] ?? '',
    depth: trace.depths[row] ?? 0,
    hasChildren: (childCounts[row] ?? 0) > 0,
    positionInSet: trace.siblingPositions[row] ?? 1,
    setSize: childCounts[parent] ?? trace.rootCount,
    isError: spans.statuses[row] === StatusCode.error,
    isRunning: trace.isRunning && Number.isNaN(spans.ends[row] ?? NaN),
    start,
    duration: isTimeKnown(trace, row) ? (ends[row] ?? NaN) - start : NaN,
    selfTime: trace.selfTimes[row] ?? NaN
  };
}

function isTimeKnown({ spans }: Trace, row: number): boolean {
  return (
    !Number.isNaN(spans.starts[row] ?? NaN) ||
    !Number.isNaN(spans.ends[row] ?? NaN)
  );
}
