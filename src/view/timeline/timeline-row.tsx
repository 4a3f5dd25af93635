import type { VNode } from 'preact';
import { formatDuration } from '../format-duration';
import type { Microseconds } from '../../bundle/types';
import type {
  Bar as BarPlace,
  CssPixels,
  TimelineRow as Row
} from '../../layout/types';
import type { RowDecor } from './row-decor';
import { Icon } from '../icons';
import { kindOf, letterOf, wordsOf } from './span-kind';
import { strings } from '../strings/first-picture';
import type { FindMark } from '../view-state-find';

/** Deeper rows are indented no further and carry their depth as a number: the name needs the room. */
const MAX_INDENT = 8;

type RowProps = {
  readonly row: Row;
  readonly traceStart: Microseconds;
  readonly traceDuration: Microseconds;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly top: CssPixels;
  /** CSS background of the bar. */
  readonly fill: string;
  readonly decor: RowDecor | undefined;
  readonly mark: FindMark | undefined;
};

/** One span: its name in the tree, its duration, and its bar. */
export function TimelineRow(props: RowProps): VNode {
  const { row, isActive, isSelected, top, fill, decor, mark } = props;
  return (
    <div
      class="sb-row"
      role="row"
      tabIndex={isActive ? 0 : -1}
      aria-level={row.depth + 1}
      aria-rowindex={row.index + 1}
      aria-posinset={row.positionInSet}
      aria-setsize={row.setSize}
      aria-expanded={row.hasChildren ? row.isExpanded : undefined}
      aria-selected={isSelected}
      aria-label={labelOf(props)}
      data-span-id={row.spanId}
      data-row={row.row}
      data-kind={kindOf(row.spanType)}
      data-error={row.isError ? '' : undefined}
      data-dim={decor?.isDim(row) === true ? '' : undefined}
      data-mark={mark}
      data-running={row.isRunning ? '' : undefined}
      style={{ top: `${top}px` }}
    >
      <NameCell row={row} decor={decor} />
      <div class="sb-duration" role="gridcell">
        {row.isRunning ? strings.running : formatDuration(row.duration)}
      </div>
      <div class="sb-track" role="gridcell">
        {row.bar && <Bar fill={fill} bar={row.bar} />}
        {decor?.track(row)}
      </div>
    </div>
  );
}

function NameCell({ row, decor }: Pick<RowProps, 'row' | 'decor'>): VNode {
  return (
    <div
      class="sb-name"
      role="rowheader"
      style={{ '--sb-depth': Math.min(row.depth, MAX_INDENT) }}
    >
      <span class="sb-twisty">
        {row.hasChildren && <Icon name="chevron" />}
      </span>
      {row.depth > MAX_INDENT && <span class="sb-depth">{row.depth}</span>}
      <span class="sb-glyph" aria-hidden="true">
        {letterOf(kindOf(row.spanType))}
      </span>
      <span class="sb-label">{row.name || strings.unnamedSpan}</span>
      {row.isError && <Icon name="warning" />}
      {decor?.name(row)}
    </div>
  );
}

/** Pale over the whole span, solid where the time is its own. */
function Bar({ fill, bar }: { fill: string; bar: BarPlace }): VNode {
  return (
    <div
      class="sb-bar"
      aria-hidden="true"
      style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%` }}
    >
      <div class="sb-self" style={{ background: fill }} />
    </div>
  );
}

/** Says what the bar shows: "search, retriever, 120 ms, 34 % of the trace, starts at 0.4 s, error". */
function labelOf({
  row,
  traceStart,
  traceDuration,
  decor,
  mark
}: RowProps): string {
  const { name, spanType, duration, start, isRunning, isError } = row;
  const share = Math.round((duration / traceDuration) * 100);
  return [
    name || strings.unnamedSpan,
    wordsOf(spanType),
    isRunning ? strings.running : '',
    Number.isFinite(duration)
      ? formatDuration(duration)
      : strings.unknownDuration,
    Number.isFinite(share) ? strings.ofTrace(share) : '',
    Number.isFinite(start)
      ? strings.startsAt(formatDuration(start - traceStart))
      : '',
    isError ? strings.error : '',
    mark === undefined ? '' : strings.marks[mark],
    ...(decor?.words(row) ?? [])
  ]
    .filter(Boolean)
    .join(', ');
}
