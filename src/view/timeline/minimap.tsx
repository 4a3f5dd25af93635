import type { VNode } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import { bar } from '../../layout/bar';
import {
  minimap,
  startPixels,
  type Minimap as MinimapLayout
} from '../../layout/minimap';
import type { CssPixels, TimeRange } from '../../layout/types';
import type { Trace } from '../../model/types';
import type { Colours } from '../colours';
import { dragMinimap } from './minimap-drag';
import { kindOf } from './span-kind';
import { useCanvas, type Pen } from './use-canvas';

const HEIGHT: CssPixels = 24;
const LANES = 7;
const LANE: CssPixels = 3;

type MinimapProps = {
  readonly trace: Trace;
  readonly range: TimeRange;
  /** Rows that hold what is looked for. */
  readonly hits: Int32Array | undefined;
  readonly onRange: (range: TimeRange) => void;
};

/**
 * The whole trace in a strip, and in it a window onto the visible time: dragged beside it a new one begins, inside it
 * moves, and at its edges it grows. Hidden from screen readers, as keys zoom too, and the rows say what it shows.
 */
export function Minimap({ trace, range, hits, onRange }: MinimapProps): VNode {
  const shown = bar(range.start, range.end, trace);
  const isZoomed = shown !== null && shown.width < 1;
  return (
    <div
      class="sb-minimap"
      aria-hidden="true"
      onPointerDown={event => dragMinimap(event, { trace, range, onRange })}
      onDblClick={() => onRange(trace)}
    >
      <Strip trace={trace} hits={hits} />
      {isZoomed && (
        <div
          class="sb-minimap-window"
          style={{
            left: `${shown.left * 100}%`,
            width: `${shown.width * 100}%`
          }}
        />
      )}
    </div>
  );
}

function Strip({ trace, hits }: Pick<MinimapProps, 'trace' | 'hits'>): VNode {
  const layoutOf = useMemo(() => {
    const made = new Map<CssPixels, MinimapLayout>();
    return (width: CssPixels): MinimapLayout => {
      const layout = made.get(width) ?? minimap(trace, width, LANES);
      made.clear();
      made.set(width, layout);
      return layout;
    };
  }, [trace]);
  const draw = useCallback(
    (pen: Pen) => {
      drawMinimap(trace, layoutOf(pen.width), pen);
      drawHits(startPixels(trace, hits ?? new Int32Array(), pen.width), pen);
    },
    [trace, layoutOf, hits]
  );
  const { canvas } = useCanvas(HEIGHT, draw);
  return <canvas ref={canvas} />;
}

/** Lanes from the top, and marks of errors at the foot. */
function drawMinimap(
  { spans }: Trace,
  { bars, errors }: MinimapLayout,
  { context, colours, width }: Pen
): void {
  context.clearRect(0, 0, width, HEIGHT);
  const colourOf = colourCache(colours);
  for (const { row, lane, left, width: length } of bars) {
    context.fillStyle = colourOf(spans.types[row] ?? '');
    context.fillRect(left, 1 + lane * LANE, length, LANE - 1);
  }
  context.fillStyle = colours.error;
  for (const x of errors) {
    context.fillRect(x - 1, HEIGHT - 5, 3, 5);
  }
}

/** Marks at the top, with an edge that sets them off from the bars. */
function drawHits(
  pixels: readonly CssPixels[],
  { context, colours }: Pen
): void {
  for (const x of pixels) {
    context.fillStyle = colours.background;
    context.fillRect(x - 2, 0, 5, 8);
    context.fillStyle = colours.focus;
    context.fillRect(x - 1, 0, 3, 7);
  }
}

function colourCache({ kind }: Colours): (spanType: string) => string {
  return spanType => kind[kindOf(spanType)];
}
