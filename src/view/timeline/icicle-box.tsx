import type { RefObject, VNode } from 'preact';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState
} from 'preact/hooks';
import type { Icicle } from '../../layout/icicle';
import { icicleMove } from '../../layout/icicle-moves';
import { rowAt } from '../../layout/icicle-parts';
import { panRange, zoomRange } from '../../layout/time-range';
import type { CssPixels, TimeRange } from '../../layout/types';
import type { CriticalPath } from '../../model/critical-path';
import type { Trace } from '../../model/types';
import { drawIcicle, LEVEL_HEIGHT } from './icicle-drawing';
import { commandOf, type Command } from './key-map';
import type { RunCommand } from './timeline-keys';
import { useCanvas, type Pen } from './use-canvas';
import { wheelStep } from './wheel-step';

/** Levels shown before the box scrolls. */
const MOST_LEVELS = 10;

const WHOLE: TimeRange = { start: 0, end: 1 };

type BoxProps = {
  readonly trace: Trace;
  readonly layout: Icicle;
  /** The visible part, as fractions of the whole. */
  readonly range: TimeRange;
  readonly path: CriticalPath | undefined;
  readonly active: number;
  readonly selected: number;
  readonly label: string;
  readonly onRange: (range: TimeRange) => void;
  /** A row of the span table, -1 when the pointer has left. */
  readonly onHover: (row: number) => void;
  readonly onActivate: (row: number) => void;
  readonly onSelect: (row: number) => void;
  readonly onLeave: () => void;
  readonly run: RefObject<RunCommand>;
};

/**
 * The canvas, which stays where it is while a box as high as all levels scrolls behind it. Screen readers hear the
 * active span in the label of the box; all spans are in the timeline's rows.
 */
export function IcicleBox(props: BoxProps): VNode {
  const { trace, layout, range, path, active, selected } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const height = Math.min(layout.levelCount, MOST_LEVELS) * LEVEL_HEIGHT;
  const { start, end } = range;
  const draw = useCallback(
    (pen: Pen) =>
      drawIcicle(pen, {
        ...{ trace, layout, path, active, selected, top },
        range: { start, end }
      }),
    [trace, layout, start, end, path, active, selected, top]
  );
  const { canvas, width } = useCanvas(height, draw);
  useWheel(box, props);
  useReveal(box, props, height);
  const rowBelow = (event: MouseEvent): number => {
    const place = canvas.current?.getBoundingClientRect();
    const x = event.clientX - (place?.left ?? 0);
    const y = event.clientY - (place?.top ?? 0) + top;
    const pixel = (end - start) / Math.max(1, width);
    return rowAt(
      layout,
      { at: start + x * pixel, level: Math.floor(y / LEVEL_HEIGHT) },
      pixel
    );
  };
  const onRow = (event: MouseEvent, act: (row: number) => void): void => {
    const row = rowBelow(event);
    if (row >= 0) {
      act(row);
    }
  };
  return (
    <div
      ref={box}
      class="sb-icicle-box"
      role="application"
      aria-label={props.label}
      tabIndex={0}
      data-scrolls={layout.levelCount > MOST_LEVELS ? '' : undefined}
      style={{ height: `${height}px` }}
      onScroll={() => setTop(box.current?.scrollTop ?? 0)}
      onKeyDown={event => onKeyDown(event, props)}
      onPointerMove={event => props.onHover(rowBelow(event))}
      onPointerLeave={() => props.onHover(-1)}
      onClick={event => onRow(event, props.onSelect)}
      onDblClick={event => onRow(event, row => zoomToRow(row, props))}
    >
      <div style={{ height: `${layout.levelCount * LEVEL_HEIGHT}px` }}>
        <div class="sb-icicle-canvas">
          <canvas ref={canvas} aria-hidden="true" />
        </div>
      </div>
    </div>
  );
}

function zoomToRow(row: number, { layout, onRange }: BoxProps): void {
  const start = layout.lefts[row] ?? 0;
  const end = layout.rights[row] ?? 1;
  if (end > start) {
    onRange({ start, end });
  }
}

/** Arrows move, Enter selects, Escape goes back to the rows; the other keys are those of the rows. */
function onKeyDown(event: KeyboardEvent, props: BoxProps): void {
  const { trace, layout, range, active, onRange } = props;
  const { key } = event;
  const command = commandOf(event);
  const move = (): void =>
    props.onActivate(icicleMove(trace, layout, { row: active, key }));
  const select = (): void => props.onSelect(active);
  const zoom = (factor: number): void =>
    onRange(zoomRange(range, WHOLE, { factor, at: 0.5 }));
  const pan = (by: number): void => onRange(panRange(range, WHOLE, by));
  const acts: Partial<Record<Command, () => void>> = {
    row: move,
    expand: move,
    collapse: move,
    ends: move,
    detail: select,
    select,
    back: props.onLeave,
    'zoom-in': () => zoom(0.5),
    'zoom-out': () => zoom(2),
    'zoom-reset': () => onRange(WHOLE),
    'pan-left': () => pan(-0.25),
    'pan-right': () => pan(0.25)
  };
  if (command === undefined) {
    return;
  }
  const act = acts[command];
  act?.();
  if (act || props.run.current(command, key)) {
    event.preventDefault();
    event.stopPropagation();
  }
}

/** As in the rows: Ctrl zooms, Shift pans, and a plain wheel is the page's until the box has the focus. */
function useWheel(box: RefObject<HTMLElement | null>, props: BoxProps): void {
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const { current } = box;
    const onWheel = (event: WheelEvent): void => {
      const { range, onRange } = latest.current;
      const place = current?.getBoundingClientRect();
      const width: CssPixels = place?.width ?? 0;
      const step = wheelStep(event, width);
      if (step.kind === 'zoom') {
        event.preventDefault();
        const at = width > 0 ? (event.clientX - (place?.left ?? 0)) / width : 0;
        onRange(zoomRange(range, WHOLE, { factor: step.factor, at }));
      } else if (step.kind === 'pan') {
        event.preventDefault();
        onRange(panRange(range, WHOLE, step.by));
      }
    };
    current?.addEventListener('wheel', onWheel, { passive: false });
    return () => current?.removeEventListener('wheel', onWheel);
  }, [box]);
}

/** Scrolls the level of the active span into sight, and moves the visible part to it, when another becomes active. */
function useReveal(
  box: RefObject<HTMLElement | null>,
  { layout, active, range, onRange }: BoxProps,
  height: CssPixels
): void {
  useLayoutEffect(() => {
    const { current } = box;
    const y = (layout.levels[active] ?? 0) * LEVEL_HEIGHT;
    if (current && (y < current.scrollTop || y >= current.scrollTop + height)) {
      current.scrollTop = y - height / 2;
    }
    const left = layout.lefts[active] ?? 0;
    const right = layout.rights[active] ?? 1;
    if (left > range.end || right < range.start) {
      const by = (left + right - range.start - range.end) / 2;
      onRange(panRange(range, WHOLE, by / (range.end - range.start)));
    }
  }, [active, layout]);
}
