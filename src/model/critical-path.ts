import type { Microseconds } from '../bundle/types';
import type { Trace } from './types';

/** A time in which one span, and none of its children, holds up the end of the trace. */
export type CriticalSection = {
  readonly row: number;
  readonly start: Microseconds;
  readonly end: Microseconds;
};

/** What a trace's length is made of; see `criticalPath`. */
export type CriticalPath = {
  /** Disjoint, in the order of time. */
  readonly sections: readonly CriticalSection[];
  /** The spans on the path and all their ancestors, each with the time of its own sections; 0 for mere ancestors. */
  readonly times: ReadonlyMap<number, Microseconds>;
  /** Sum of all sections: the length of the trace, less the times in which no span ran. */
  readonly length: Microseconds;
};

/**
 * The chain of spans that decides when the trace ends: making any other span faster changes nothing. Walks back from
 * the end of each span: the child that ended last is on the path, then the child that ended last before that one
 * started (what overlaps it did not hold it up), and what is left is the span's own. A child that outlives its parent
 * counts up to the parent's end, as it does in `Trace.selfTimes`; spans without a known time count for nothing.
 *
 * The rule is that of CRISP (USENIX ATC 2022), which Jaeger has taken over. O(n log n) at worst; no
 * recursion, so that depth is no limit.
 */
export function criticalPath(trace: Trace): CriticalPath {
  const sections: CriticalSection[] = [];
  const frames = [frameOf(trace, NO_SPAN, trace)];
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    const child = nextChild(trace, frame);
    const { row, cursor } = frame;
    const from = child?.end ?? frame.start;
    if (row !== NO_SPAN && cursor > from) {
      sections.push({ row, start: from, end: cursor });
    }
    if (child) {
      frame.cursor = child.start;
      frames.push(frameOf(trace, child.row, child));
    } else {
      frames.pop();
    }
  }
  sections.reverse();
  return { sections, ...timesOf(trace, sections) };
}

/** The parent of the roots. */
const NO_SPAN = -1;

/** A span whose time is being handed out, from its end to its start. */
type Frame = {
  readonly row: number;
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** By end, the last first. */
  readonly children: readonly number[];
  next: number;
  /** What lies after it is handed out. */
  cursor: Microseconds;
};

function frameOf(
  trace: Trace,
  row: number,
  { start, end }: Pick<CriticalSection, 'start' | 'end'>
): Frame {
  const children = childrenOf(trace, row).sort(
    (a, b) => (trace.ends[b] ?? 0) - (trace.ends[a] ?? 0)
  );
  return { row, start, end, children, next: 0, cursor: end };
}

/** The child that ended last at or before the cursor, as far as it lies in the span. */
function nextChild(
  { starts, ends }: Trace,
  frame: Frame
): CriticalSection | undefined {
  while (frame.next < frame.children.length) {
    const row = frame.children[frame.next++] ?? NO_SPAN;
    const start = Math.max(frame.start, starts[row] ?? NaN);
    const end = Math.min(frame.end, ends[row] ?? NaN);
    if (end <= frame.cursor && start < end) {
      return { row, start, end };
    }
  }
  return undefined;
}

function childrenOf(
  { order, positions, sizesAtPosition, spans }: Trace,
  row: number
): number[] {
  const children: number[] = [];
  const position = row === NO_SPAN ? -1 : (positions[row] ?? 0);
  const last =
    row === NO_SPAN
      ? order.length
      : position + (sizesAtPosition[position] ?? 1);
  for (let at = position + 1; at < last; at += sizesAtPosition[at] ?? 1) {
    const child = order[at] ?? 0;
    const isKnown =
      !Number.isNaN(spans.starts[child]) || !Number.isNaN(spans.ends[child]);
    if (isKnown) {
      children.push(child);
    }
  }
  return children;
}

function timesOf(
  { parents }: Trace,
  sections: readonly CriticalSection[]
): Omit<CriticalPath, 'sections'> {
  const times = new Map<number, Microseconds>();
  let length = 0;
  for (const { row, start, end } of sections) {
    times.set(row, (times.get(row) ?? 0) + end - start);
    length += end - start;
    let ancestor = parents[row] ?? NO_SPAN;
    while (ancestor !== NO_SPAN && !times.has(ancestor)) {
      times.set(ancestor, 0);
      ancestor = parents[ancestor] ?? NO_SPAN;
    }
  }
  return { times, length };
}
