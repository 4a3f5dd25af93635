import type { Icicle } from '../../layout/icicle';
import { icicleParts, type IciclePart } from '../../layout/icicle-parts';
import type { CssPixels, TimeRange } from '../../layout/types';
import { StatusCode } from '../../bundle/types';
import type { CriticalPath } from '../../model/critical-path';
import type { Trace } from '../../model/types';
import { kindOf, letterOf } from './span-kind';
import type { Pen } from './use-canvas';

/** A level and the gap below it. */
export const LEVEL_HEIGHT: CssPixels = 18;

/** Narrower rectangles have no text. */
const NARROWEST_TEXT: CssPixels = 26;

/** About the width of a letter at the size of the labels. */
const LETTER: CssPixels = 6;

/** What steps back behind the critical path. */
const DIM = 0.35;

type Drawing = {
  readonly trace: Trace;
  readonly layout: Icicle;
  readonly range: TimeRange;
  readonly path: CriticalPath | undefined;
  readonly active: number;
  readonly selected: number;
  /** How far the levels are scrolled. */
  readonly top: CssPixels;
};

/** Draws the rectangles in sight, the selected and the active one last, with a frame. */
export function drawIcicle(pen: Pen, drawing: Drawing): void {
  const { context, width, height } = pen;
  const { layout, range, top, active, selected } = drawing;
  context.clearRect(0, 0, width, height);
  context.font = `11px ${pen.colours.font}`;
  context.textBaseline = 'middle';
  const parts = icicleParts(layout, {
    range,
    firstLevel: Math.floor(top / LEVEL_HEIGHT),
    lastLevel: Math.ceil((top + height) / LEVEL_HEIGHT),
    width
  });
  for (const part of parts) {
    drawPart(pen, drawing, part);
  }
  for (const part of parts) {
    if (part.row === active || part.row === selected) {
      drawFrame(pen, part, top);
    }
  }
}

function drawPart(
  { context, colours }: Pen,
  { trace: { spans }, path, top }: Drawing,
  { row, level, left, width }: IciclePart
): void {
  const y = level * LEVEL_HEIGHT - top;
  const kind = kindOf(spans.types[row] ?? '');
  // A pixel of room between neighbours, where they have it to give.
  const shown = width > 3 ? width - 1 : width;
  context.globalAlpha = path && !path.times.has(row) ? DIM : 1;
  if (colours.isForced) {
    context.strokeStyle = colours.text;
    context.strokeRect(left + 0.5, y + 0.5, shown - 1, LEVEL_HEIGHT - 2);
  } else {
    context.fillStyle = colours.kind[kind];
    context.fillRect(left, y, shown, LEVEL_HEIGHT - 1);
  }
  if (spans.statuses[row] === StatusCode.error) {
    context.fillStyle = colours.error;
    context.fillRect(left, y + LEVEL_HEIGHT - 4, shown, 3);
  }
  if (width >= NARROWEST_TEXT) {
    const text = `${letterOf(kind)} ${spans.names[row] ?? ''}`;
    const room = Math.floor((shown - 8) / LETTER);
    context.fillStyle = colours.onKind;
    context.fillText(
      text.length > room ? `${text.slice(0, Math.max(1, room - 1))}…` : text,
      left + 4,
      y + LEVEL_HEIGHT / 2,
      shown - 6
    );
  }
  context.globalAlpha = 1;
}

function drawFrame(
  { context, colours }: Pen,
  { level, left, width }: IciclePart,
  top: CssPixels
): void {
  const y = level * LEVEL_HEIGHT - top;
  context.lineWidth = 1;
  context.strokeStyle = colours.background;
  context.strokeRect(
    left + 2.5,
    y + 2.5,
    Math.max(1, width - 6),
    LEVEL_HEIGHT - 6
  );
  context.lineWidth = 2;
  context.strokeStyle = colours.text;
  context.strokeRect(left + 1, y + 1, Math.max(2, width - 2), LEVEL_HEIGHT - 3);
  context.lineWidth = 1;
}
