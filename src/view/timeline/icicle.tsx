import '../../../style/icicle.css';
import type { RefObject, VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { icicleByTime, type Icicle as Layout } from '../../layout/icicle';
import { icicleByShare } from '../../layout/icicle-by-share';
import type { TimeRange } from '../../layout/types';
import type { CriticalPath } from '../../model/critical-path';
import { ownTokensOf } from '../../model/own-tokens';
import type { Trace } from '../../model/types';
import { IcicleBox } from './icicle-box';
import { labelOfSpan } from './icicle-label';
import { timelineStrings } from '../strings/timeline';
import { showRange, type CommandContext } from './timeline-commands';
import type { RunCommand } from './timeline-keys';

/** What makes a span wide. */
type Width = 'time' | 'self' | 'tokens';

const ALL: TimeRange = { start: 0, end: 1 };

type IcicleProps = CommandContext & {
  readonly path: CriticalPath | undefined;
  readonly run: RefObject<RunCommand>;
  readonly onLeave: () => void;
};

/** The spans as rectangles below each other, on a canvas; by time it shares the visible time with the rows. */
export function Icicle({
  state,
  dispatch,
  path,
  run,
  onLeave
}: IcicleProps): VNode {
  const { trace, look, active, selected } = state;
  const [width, setWidth] = useState<Width>('time');
  const [shares, setShares] = useState(ALL);
  const [hovered, setHovered] = useState(-1);
  const layout = useMemo(() => layoutOf(trace, width), [trace, width]);
  const isByTime = width === 'time';
  const range = isByTime ? fractionOf(look.range ?? trace, trace) : shares;
  const onRange = (next: TimeRange): void =>
    isByTime
      ? showRange({ state, dispatch }, timeOf(next, trace))
      : setShares(next);
  const described = hovered >= 0 ? hovered : active;
  return (
    <div class="sb-icicle">
      <div class="sb-icicle-head">
        <Choice width={width} trace={trace} onChange={setWidth} />
        <span class="sb-icicle-label">
          {labelOfSpan(trace, described, layout)}
        </span>
      </div>
      <IcicleBox
        trace={trace}
        layout={layout}
        range={range}
        path={path}
        active={active}
        selected={selected}
        label={timelineStrings.icicleOf(labelOfSpan(trace, active, layout))}
        onRange={onRange}
        onHover={setHovered}
        onActivate={row => dispatch({ type: 'activate', row })}
        onSelect={row => dispatch({ type: 'select', row })}
        onLeave={onLeave}
        run={run}
      />
    </div>
  );
}

function layoutOf(trace: Trace, width: Width): Layout {
  switch (width) {
    case 'time':
      return icicleByTime(trace);
    case 'self':
      return icicleByShare(trace, trace.selfTimes);
    case 'tokens':
      return icicleByShare(trace, ownTokensOf(trace));
  }
}

/** Tokens are offered only where some are known. */
function Choice({
  width,
  trace,
  onChange
}: {
  width: Width;
  trace: Trace;
  onChange: (width: Width) => void;
}): VNode {
  const all: readonly Width[] = ['time', 'self', 'tokens'];
  return (
    <div role="group" aria-label={timelineStrings.widthBy}>
      {all
        .filter(by => by !== 'tokens' || trace.tokens !== undefined)
        .map(by => (
          <button
            type="button"
            class="sb-icicle-choice"
            aria-pressed={by === width}
            onClick={() => onChange(by)}
          >
            {timelineStrings.icicleBy[by]}
          </button>
        ))}
    </div>
  );
}

function fractionOf(range: TimeRange, whole: TimeRange): TimeRange {
  const length = whole.end - whole.start;
  return length > 0
    ? {
        start: (range.start - whole.start) / length,
        end: (range.end - whole.start) / length
      }
    : ALL;
}

function timeOf(range: TimeRange, whole: TimeRange): TimeRange {
  const length = whole.end - whole.start;
  return {
    start: whole.start + range.start * length,
    end: whole.start + range.end * length
  };
}
