import type { ComponentChildren, VNode } from 'preact';
import { formatDuration } from '../format-duration';
import { bar } from '../../layout/bar';
import type { TimelineRow, TimeRange } from '../../layout/types';
import type { Assessment } from '../../model/assessment';
import type { CriticalPath, CriticalSection } from '../../model/critical-path';
import { spanMarks, type SpanMark } from '../../model/span-marks';
import type { Trace } from '../../model/types';
import { wholePercent } from './percent';
import { AssessmentCount, wordsOfAssessments } from './assessment-count';
import type { RowDecor } from './row-decor';
import { timelineStrings } from '../strings/timeline';

/** Marks nearer than this part of the axis are drawn as one. */
const NEAR = 0.006;

/** What marks are made of. */
export type MarksOf = {
  readonly trace: Trace;
  readonly range: TimeRange;
  readonly path: CriticalPath | undefined;
  /** A part of the axis that is being dragged over. */
  readonly brush: TimeRange | undefined;
  /** The assessments of each span, by its row. */
  readonly assessed: ReadonlyMap<number, readonly Assessment[]>;
};

/** Events, exceptions, the critical path, and what lies outside the visible time. */
export function marksDecor({
  trace,
  range,
  path,
  brush,
  assessed
}: MarksOf): RowDecor {
  const read = new Map<number, readonly SpanMark[]>();
  const marksOf = (row: number): readonly SpanMark[] => {
    const marks = read.get(row) ?? spanMarks(trace, row);
    read.set(row, marks);
    return marks;
  };
  const sections = sectionsByRow(path);
  return {
    name: ({ row }) => <AssessmentCount assessments={assessed.get(row)} />,
    track: row => (
      <>
        {sideOf(row, range) && (
          <i
            class="sb-edge"
            aria-hidden="true"
            data-side={sideOf(row, range)}
          />
        )}
        {(sections.get(row.row) ?? []).map(section => (
          <Section section={section} range={range} />
        ))}
        {clustersOf(marksOf(row.row), range).map(marks => (
          <Mark marks={marks} trace={trace} range={range} />
        ))}
      </>
    ),
    words: row => [
      ...wordsOfAssessments(assessed.get(row.row)),
      ...wordsOfPath(row.row, path),
      ...wordsOfSide(sideOf(row, range)),
      ...wordsOfMarks(marksOf(row.row))
    ],
    isDim: ({ row }) => path !== undefined && !path.times.has(row),
    axis: brush && <Brush brush={brush} range={range} />
  };
}

function sectionsByRow(
  path: CriticalPath | undefined
): ReadonlyMap<number, CriticalSection[]> {
  const byRow = new Map<number, CriticalSection[]>();
  for (const section of path?.sections ?? []) {
    const sections = byRow.get(section.row);
    if (sections) {
      sections.push(section);
    } else {
      byRow.set(section.row, [section]);
    }
  }
  return byRow;
}

type Side = 'before' | 'after';

/** Where a span lies that has a time and no bar. */
function sideOf(
  { bar: shown, start, duration }: TimelineRow,
  range: TimeRange
): Side | undefined {
  if (shown !== null || Number.isNaN(duration)) {
    return undefined;
  }
  return start >= range.end ? 'after' : 'before';
}

/** Marks in the range, those that would lie upon each other together. */
function clustersOf(
  marks: readonly SpanMark[],
  range: TimeRange
): SpanMark[][] {
  const near = (range.end - range.start) * NEAR;
  const clusters: SpanMark[][] = [];
  const inRange = marks.filter(
    ({ time }) => time >= range.start && time <= range.end
  );
  for (const mark of inRange.sort((a, b) => a.time - b.time)) {
    const last = clusters.at(-1);
    if (last?.[0] && mark.time - last[0].time <= near) {
      last.push(mark);
    } else {
      clusters.push([mark]);
    }
  }
  return clusters;
}

function Mark({
  marks,
  trace,
  range
}: {
  marks: readonly SpanMark[];
  trace: Trace;
  range: TimeRange;
}): VNode | null {
  const first = marks[0];
  const place = first && bar(first.time, first.time, range);
  return place ? (
    <i
      class="sb-mark"
      aria-hidden="true"
      data-exception={marks.some(mark => mark.isException) ? '' : undefined}
      title={marks.map(mark => titleOf(mark, trace)).join('\n')}
      style={{ left: `${place.left * 100}%` }}
    />
  ) : null;
}

function titleOf({ name, time }: SpanMark, { start }: Trace): string {
  return timelineStrings.eventAt(
    name || timelineStrings.unnamedEvent,
    formatDuration(time - start)
  );
}

function Section({
  section,
  range
}: {
  section: CriticalSection;
  range: TimeRange;
}): VNode | null {
  const place = bar(section.start, section.end, range);
  return place ? <i class="sb-critical" {...placed(place)} /> : null;
}

function Brush({
  brush,
  range
}: {
  brush: TimeRange;
  range: TimeRange;
}): ComponentChildren {
  const place = bar(brush.start, brush.end, range);
  return place && <i class="sb-brush" {...placed(place)} />;
}

function placed({ left, width }: { left: number; width: number }): {
  'aria-hidden': 'true';
  style: { left: string; width: string };
} {
  return {
    'aria-hidden': 'true',
    style: { left: `${left * 100}%`, width: `${width * 100}%` }
  };
}

function wordsOfPath(row: number, path: CriticalPath | undefined): string[] {
  const time = path?.times.get(row);
  if (!path || time === undefined) {
    return [];
  }
  const percent = (time / path.length) * 100;
  return [
    time > 0
      ? timelineStrings.onCriticalPath(wholePercent(percent))
      : timelineStrings.leadsToCriticalPath
  ];
}

function wordsOfSide(side: Side | undefined): string[] {
  return side ? [timelineStrings[side]] : [];
}

function wordsOfMarks(marks: readonly SpanMark[]): string[] {
  const events = marks.filter(({ isException }) => !isException).length;
  const exceptions = marks.filter(({ isException }) => isException);
  return [
    ...(events > 0 ? [timelineStrings.events(events)] : []),
    ...exceptions.map(({ name }) => timelineStrings.exception(name).trim())
  ];
}
